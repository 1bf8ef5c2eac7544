/** What the probe finds: of an adapter that computes right, of one that does not, and of one that nothing helps; and the arithmetic of integers by itself. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { applyBody, narrowBackend, stratifiedPairs } from "@evenkeel/conformance";
import { input, type View } from "@evenkeel/core";
import { add, div, exp, mul, sub } from "@evenkeel/core/words";
import { backend } from "../src/backend.js";
import { Gpu } from "../src/gpu.js";
import { GOLDEN, hashOf, isRight, probed, probeProgram } from "../src/probe.js";
import { expendable, gpu } from "./device.js";

const [x, y] = [input(0), input(1)];
afterEach(() => void vi.restoreAllMocks());

/** A device whose compiler puts one text in the place of another. */
async function lying(said: string, meant: string): Promise<GPUDevice> {
  const { device } = await expendable(),
    compile = device.createShaderModule.bind(device);
  device.createShaderModule = (d) => compile({ ...d, code: d.code.replaceAll(said, meant) });
  return device;
}

test("the golden hash is that of narrow arithmetic", async () => {
  const { bodies, inputs } = probeProgram(),
    results: Float32Array[] = [];
  for (const body of bodies) results.push((await applyBody(narrowBackend(), body, inputs as Float32Array[])).slice());
  expect(hashOf(results)).toBe(GOLDEN);
});

describe("an adapter", () => {
  test("that adds and multiplies to nearest uses its own floats", () => {
    expect((gpu as unknown as { numerics: unknown }).numerics).toEqual({ sums: "float", verified: true });
  });
  test("that does not is given sums of integers", async () => {
    const { numerics } = await probed(await lying("barrier(x + y)", "barrier(bitcast<f32>((bitcast<u32>(x + y) + 1u) & 0xfffffffeu))"));
    expect(numerics).toEqual({ sums: "integer", verified: true });
    // Sums of integers take a compiler long.
  }, 180_000);
  test.each([
    ["contracts a product into a sum", "barrier(x * y)", "barrier(x * y * (1f + 0x1p-22f))"],
    ["forgets NaN", "barrier(x + y)", "select(barrier(x + y), 0f, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u)"],
    ["divides by next to nothing right", "barrier(1f / ", "0.999f * barrier(1f / "],
  ])("that %s is seen", async (_, said, meant) => {
    expect(await isRight(new Gpu(await lying(said, meant)))).toBe(false);
  });
  test.each([false, true])("that adds up rows otherwise is seen, in lanes too: %s", async (isHardware) => {
    const { device } = await expendable(isHardware),
      compile = device.createShaderModule.bind(device);
    let lanes = 0;
    device.createShaderModule = (d) => {
      if (!d.code.includes("fn merge")) return compile(d);
      lanes += +d.code.includes("workgroupBarrier");
      return compile({ ...d, code: d.code.replace("return barrier(x - y)", "return barrier(x - y) * 0x1.00001p+0f") });
    };
    expect(await isRight(new Gpu(device))).toBe(false);
    expect(lanes).toBe(+isHardware);
  });
  test("whose integers are wrong as well is marked", async () => {
    const { numerics } = await probed(
      await lying("fromBits(x: u32) -> f32 { return bitcast<f32>(x", "fromBits(x: u32) -> f32 { return bitcast<f32>((x | 1u)"),
    );
    expect(numerics).toEqual({ sums: "float", verified: false });
  });
});

describe("sums and products of integers", () => {
  const soft = async () => backend(new Gpu((await expendable()).device, true), { sums: "integer", verified: true });
  const same = (a: Float32Array, b: (i: number) => number): number => a.findIndex((v, i) => !Object.is(v, Math.fround(b(i))));
  test("are those of IEEE 754, subnormal numbers too", async () => {
    const on = await soft(),
      [a, b] = stratifiedPairs(20_000, 3, [0, -0, NaN, Infinity, -Infinity, 1e-45, 1.1754944e-38, 3.4028235e38, 16777216, 1]);
    expect(same(await applyBody(on, add(x, y), [a!, b!]), (i) => a![i]! + b![i]!)).toBe(-1);
    expect(same(await applyBody(on, sub(x, y), [a!, b!]), (i) => a![i]! - b![i]!)).toBe(-1);
    expect(same(await applyBody(on, mul(x, y), [a!, b!]), (i) => a![i]! * b![i]!)).toBe(-1);
    // Near one another, where sums cancel.
    const near = a!.map((v, i) => -v * (1 + ((i % 7) - 3) * 2 ** -23));
    expect(same(await applyBody(on, add(x, y), [a!, near]), (i) => a![i]! + near[i]!)).toBe(-1);
  });
  test("have names that no kind has taken", async () => {
    const on = await soft(),
      view = (data: Float32Array): View => {
        const storage = on.reserve(data.byteLength);
        on.write(storage, data);
        return { storage, offset: 0, strides: [1] };
      };
    const [input, output] = [view(Float32Array.of(3, NaN, 5, 7)), view(new Float32Array(2))],
      places = new Int32Array(2);
    void on.run({
      kind: "pool",
      combine: "argmax",
      dtype: "float32",
      rows: 1,
      size: [4],
      windows: [{ from: [0, 2], count: [2, 2], step: 1, divisors: [1, 1] }],
      input,
      output,
    });
    await on.read(output.storage, places);
    expect([...places]).toEqual([1, 3]);
  });
  test.each(Object.entries({ exp: exp(x), div: div(x, y) }))("%s of them is what narrow arithmetic gives", async (_, body) => {
    const on = await soft(),
      inputs = [...stratifiedPairs(2_000, 5, [0, 1, 88.7])];
    const [here, there] = [await applyBody(on, body, inputs), await applyBody(narrowBackend(), body, inputs)];
    expect(here.findIndex((v, i) => !Object.is(v, there[i]))).toBe(-1);
  });
});
