/** floor, round and trunc in the lanes of every type, against the engine's own. */
import { describe, expect, test } from "vitest";
import { type DType, encoded, type Ex, input, single, type Stored } from "@evenkeel/core";
import { ceil, frac } from "@evenkeel/core";
import * as w from "@evenkeel/core/words";
import { cpu } from "../src/index.js";

const backend = cpu();
const x = input(0);
function run<T extends Stored>(body: Ex, dtype: DType, data: T): T {
  const [from, to] = [backend.reserve(data.byteLength), backend.reserve(data.byteLength)],
    out = data.slice() as T,
    view = (storage: typeof from) => ({ storage, offset: 0, strides: [1] });
  backend.write(from, data);
  backend.run({ kind: "map", program: single(body, [dtype], dtype), shape: [data.length], inputs: [view(from)], outputs: [view(to)] });
  backend.readSync!(to, out);
  return out;
}
const even = (v: number): number => (Math.abs(v % 1) === 0.5 ? 2 * Math.round(v / 2) : Math.sign(v) * Math.round(Math.abs(v))) || v * 0;
const VALUES = [0, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 3.5, 2 ** 22 + 0.5, 2 ** 23 - 0.5, 2 ** 23, 2 ** 24 + 2, 1e30, 1e-45, Infinity, NaN].flatMap((v) => [
  v,
  -v,
]);
const FAR = [2 ** 51 + 0.5, 2 ** 52 - 0.5, 2 ** 52 + 1, 2 ** 53 + 2, 1e300, 5e-324, 0.49999999999999994].flatMap((v) => [v, -v]);
const words: Record<string, [Ex, (v: number) => number]> = {
  floor: [w.floor(x), Math.floor],
  round: [w.round(x), even],
  trunc: [w.trunc(x), Math.trunc],
  ceil: [ceil(x), Math.ceil],
  frac: [frac(x), (v) => (v % 1) + 0],
};

describe.each(Object.entries(words))("%s", (_, [body, want]) => {
  test("float32 and float64", () => {
    expect(run(body, "float32", Float32Array.from(VALUES))).toEqual(Float32Array.from(Float32Array.from(VALUES), want));
    const all = Float64Array.from([...VALUES, ...FAR]);
    expect(run(body, "float64", all)).toEqual(all.map(want));
  });
  test("behind a word that rounds, of what is not rounded", () => {
    // 0.7 of float32 is below 0.7, so the product with ten is below 7; rounded to float32 it would be 7.
    const seventh = Float32Array.of(0.7),
      product = 10 * seventh[0]!;
    expect(product).toBeLessThan(7);
    expect(run(body === words.frac![0] ? frac(w.mul(x, 10)) : w.floor(w.mul(x, 10)), "float32", seventh)[0]).toBe(
      Math.fround(body === words.frac![0] ? product - 6 : 6),
    );
  });
});

test("whole numbers stay as they are", () => {
  const data = Int32Array.of(0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 7);
  for (const name of ["floor", "round", "trunc", "ceil"]) {
    expect(run(words[name]![0], "int32", data)).toEqual(data);
    expect(run(words[name]![0], "uint8", encoded("uint8", [0, 1, 255]))).toEqual(Uint8Array.of(0, 1, 255));
  }
});
