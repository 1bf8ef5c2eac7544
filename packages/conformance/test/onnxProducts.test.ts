/** Contractions against ONNX's own cases (../shared/cases/onnx-cases beside the project), where those are at hand: their results are float32, to 10⁻⁷ and one ulp. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
const folder = new URL("../../../../shared/cases/onnx-cases/", import.meta.url),
  present = existsSync(folder);
if (!present) console.log(`onnxProducts: ${folder.pathname} is not there, so nothing was compared with ONNX`);
beforeAll(() => k.setDefaultDevice(cpu()));

type Attributes = Readonly<Record<string, number>> & { readonly equation: string };
const OPS: Record<string, (xs: T[], attributes: Attributes) => T> = {
  MatMul: ([a, b]) => k.matmul(a!, b!),
  Einsum: (xs, { equation }) => k.einsum(equation, ...xs),
  Gemm: ([a, b, c], { alpha = 1, beta = 1, transA, transB }) => k.addmm(c ?? 0, transA ? k.t(a!) : a!, transB ? k.t(b!) : b!, { alpha, beta }),
  MatMulInteger: ([a, b, za, zb]) => {
    const whole = (x: T, zero: T): T => k.sub(k.to(x, "int32"), k.to(zero, "int32"));
    return k.matmul(whole(a!, za!), whole(b!, zb!));
  },
};
interface Stored {
  readonly dtype: k.DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}
test.skipIf(!present).each(Object.keys(OPS))("%s", (op) => {
  const { cases } = JSON.parse(gunzipSync(readFileSync(new URL(`${op}.json.gz`, folder))).toString()) as {
    cases: { name: string; attrs: Attributes; inputs: Stored[]; outputs: Stored[] }[];
  };
  expect(cases.length).toBeGreaterThan(0);
  for (const { name, attrs, inputs, outputs } of cases) {
    const made = ({ dtype, shape, data }: Stored): T => k.tensor(Float64Array.from(data, Number), { shape, dtype }),
      y = OPS[op]!(inputs.map(made), attrs),
      want = outputs[0]!;
    expect([name, y.shape, y.dtype]).toEqual([name, want.shape, want.dtype]);
    const size = Math.max(...want.data.map((x) => Math.abs(Number(x))));
    // A sum of products: of the size of the greatest, which has all of its terms.
    y.dataSync().forEach((x, i) => expect(Math.abs(x - Number(want.data[i])), `${name} [${i}]`).toBeLessThanOrEqual(1e-7 + size * 2 ** -21));
  }
});
