/** float16 and bfloat16 as storage: every op of one input at all 65,536 of them, computed in float32 (wide where that says so) and rounded once. */
import { describe, expect, test } from "vitest";
import { type Data, decoded, type MapRequest, single } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { verdict } from "../src/judge.js";
import { facts, references } from "../src/suite.js";
import { FORMATS } from "../src/ulp.js";

const backend = cpu();
const ALL = Uint16Array.from({ length: 65536 }, (_, i) => i);

function runAll(request: Pick<MapRequest, "program">): Uint16Array<ArrayBuffer> {
  const [from, to] = [backend.reserve(ALL.byteLength), backend.reserve(ALL.byteLength)];
  const view = (storage: typeof from) => ({ storage, offset: 0, strides: [1] });
  backend.write(from, ALL);
  backend.run({ kind: "map", ...request, shape: [ALL.length], inputs: [view(from)], outputs: [view(to)] });
  const out = new Uint16Array(ALL.length);
  backend.readSync!(to, out);
  backend.free(from);
  backend.free(to);
  return out;
}

const unary = facts.filter((f) => f.arity === 1);
describe.each(["float16", "bfloat16"] as const)("%s", (dtype) => {
  const inputs: Data = decoded(dtype, ALL);
  test.each(unary.map((f) => f.name))("%s", (name) => {
    const f = unary.find((each) => each.name === name)!,
      exact = references[name as keyof typeof references].value,
      got = decoded(dtype, runAll({ program: single(f.body, [dtype], dtype) }));
    const bound = f.bound.wide.ulp === 0 ? ({ exact: true } as const) : { ulp: 0.501 };
    const failures: string[] = [];
    for (let i = 0; i < got.length; i++) {
      const x = inputs[i]!;
      if (x < f.domain[0] || x > f.domain[1]) continue;
      const v = verdict({ address: () => `${name}:${dtype}`, inputs: [x], got: got[i]!, truth: exact(x), bound, format: FORMATS[dtype] });
      if (!v.pass) failures.push(v.sentence);
    }
    expect(failures.slice(0, 3)).toEqual([]);
  });
});
