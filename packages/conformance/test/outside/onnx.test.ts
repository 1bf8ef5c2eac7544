/**
 * The node tests of ONNX (../shared/cases/onnx-cases beside the project), where they are at hand: its outputs, which it has rounded, within its own tolerances; what is
 * moved, counted or compared is equal.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { type Attributes, calls } from "./onnx.js";
import { ABSENT, UNJUDGED } from "./onnxPlaces.js";

const folder = new URL("../../../../../shared/cases/onnx-cases/", import.meta.url),
  present = existsSync(folder);
if (!present) console.log(`onnx: ${folder.pathname} is not there, so nothing was compared with ONNX`);
beforeAll(() => k.setDefaultDevice(cpu()));

interface Stored {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
}
interface Case {
  readonly name: string;
  readonly attrs: Attributes;
  readonly inputs: readonly (Stored | null)[];
  readonly outputs: readonly Stored[];
  readonly rtol: number;
  readonly atol: number;
}
const casesOf = (op: string): Case[] =>
  (JSON.parse(gunzipSync(readFileSync(new URL(`${op}.json.gz`, folder))).toString()) as { cases: Case[] }).cases;

/** Types of ours by ONNX's names; int64 is int32, as long as the numbers are. */
const TYPES: Readonly<Record<string, k.DType>> = {
  float32: "float32",
  float64: "float64",
  float16: "float16",
  bfloat16: "bfloat16",
  int32: "int32",
  int64: "int32",
  uint8: "uint8",
  bool: "bool",
};
const isInt32 = (x: number): boolean => x === (x | 0);
/** Null where a type is none of ours. */
function made({ dtype, shape, data }: Stored): k.Tensor | null {
  const type = TYPES[dtype];
  if (!type) return null;
  const numbers = data.map(Number);
  if (type === "int32" && !numbers.every(isInt32)) return null;
  return k.tensor(Float64Array.from(numbers), { shape, dtype: type });
}

/** Of nothing there is no greatest element, as in PyTorch; ONNX gives ∓∞. fold is of two dimensions, as there. */
const REFUSED = ["reduce_max_empty_set", "reduce_min_empty_set", "col2im_5d"];

const ops = Object.keys(calls);
test.skipIf(!present).each(ops)("%s", async (op) => {
  let judged = 0;
  for (const { name, attrs, inputs, outputs, rtol, atol } of casesOf(op)) {
    const given = inputs.map((t) => t && made(t));
    if (inputs.some((t, i) => t && !given[i]) || outputs.some((t) => !TYPES[t.dtype])) continue; // other types
    if (Object.values(UNJUDGED).some((names) => names.test(name))) continue;
    judged++;
    if (REFUSED.includes(name)) {
      expect(() => calls[op]!(given, attrs), name).toThrow(RangeError);
      continue;
    }
    const found = await calls[op]!(given, { num_outputs: outputs.length as never, ...attrs }),
      out = Array.isArray(found) ? found : [found];
    for (const [i, want] of outputs.entries()) {
      const t = out[i]!;
      expect(t.shape, name).toEqual(want.shape);
      const got = [...(await t.data())].map(Number);
      want.data.forEach((w, n) => {
        const exact = Number(w),
          distance = Math.abs(got[n]! - exact),
          allowed = k.isFloating(t.dtype) ? atol + rtol * Math.abs(exact) : 0;
        const same = Object.is(got[n]! + 0, exact + 0) || distance <= allowed;
        expect(same, `${name}: output ${i}, element ${n} is ${got[n]} and not ${exact}`).toBe(true);
      });
    }
  }
  expect(judged, `of ${op} no case has types of ours`).toBeGreaterThan(0);
});
test.skipIf(!present)("every operator is called, or is listed with the reason why not; and every reason has its cases", () => {
  const there = readdirSync(folder).map((file) => file.replace(".json.gz", "")),
    listed = Object.values(ABSENT).flat();
  expect(ops.filter((op) => !there.includes(op))).toEqual([]);
  expect([...listed].sort()).toEqual(there.filter((op) => !ops.includes(op)).sort());
  const names = ops.flatMap((op) => casesOf(op).map(({ name }) => name));
  for (const [why, pattern] of Object.entries(UNJUDGED)) expect(names.filter((name) => pattern.test(name)).length, why).toBeGreaterThan(0);
  console.log(`onnx: ${ops.length} operators of ${there.length}`);
  for (const [why, absent] of Object.entries(ABSENT)) console.log(`onnx: not called: ${absent.join(", ")}: ${why}`);
  for (const [why, pattern] of Object.entries(UNJUDGED)) console.log(`onnx: ${names.filter((name) => pattern.test(name)).length} cases: ${why}`);
});
