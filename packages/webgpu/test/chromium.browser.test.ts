/** In a browser: its own WebGPU, rows and a training, the probe, and the same bits as Node's. */
import { expect, test } from "vitest";
import { facts, references, run, runKind } from "@evenkeel/conformance";
import { backward, cpu, losses, matmul, mul, optim, parameter, relu, setDefaultDevice, tensor, type Tensor, webgpu } from "evenkeel";

const gpu = await webgpu();

test("the adapter is verified", () => {
  expect(gpu.numerics).toEqual({ sums: "float", verified: true });
});

const ROWS = ["exp", "log", "tanh", "sigmoid", "softplus", "div", "sqrt", "erf"];
test.each(facts.filter((f) => ROWS.includes(f.name)))("$name", async (f) => {
  const { findings } = await run(gpu, [f], references, { count: 516 });
  expect(findings.flatMap(({ failures }) => failures.map((v) => v.sentence))).toEqual([]);
});

test.each(["matmul", "gather", "scatter"] as const)("%s", async (kind) => {
  const { failures } = await runKind(gpu, kind);
  expect(failures.map((f) => f.sentence)).toEqual([]);
});

const waves = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7919 + seed * 104729) % 1000) / 500 - 1),
    { shape },
  );
async function trained(): Promise<number[]> {
  const [w1, w2] = [waves([12, 16], 1), waves([16, 4], 2)].map((t) => parameter(mul(t, 0.5))),
    optimizer = new optim.SGD([w1!, w2!], { lr: 0.05 }),
    seen: number[] = [];
  for (let step = 0; step < 5; step++) {
    optimizer.zeroGrad();
    const loss = losses.crossEntropy(
      matmul(relu(matmul(waves([8, 12], step), w1!)), w2!),
      tensor(Int32Array.from({ length: 8 }, (_, i) => (i + step) % 4)),
    );
    backward(loss);
    optimizer.step();
    seen.push((await loss.data())[0]!);
  }
  return seen;
}
test("a classifier learns what it learns on the CPU", async () => {
  setDefaultDevice(gpu);
  const here = await trained();
  setDefaultDevice(cpu());
  const there = await trained();
  here.forEach((loss, i) => expect(Math.abs(loss - there[i]!)).toBeLessThanOrEqual(1e-6 * there[i]!));
});
