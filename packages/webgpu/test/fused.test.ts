/** What is done together, and in which form, changes no bit: steps of one loop, reductions and a map of the same rows, lanes of a work group or of one invocation. */
import { describe, expect, test } from "vitest";
import {
  amax,
  type Backend,
  type Ex,
  input,
  layerNorm,
  logSoftmax,
  matmul,
  type MapRequest,
  mul,
  type Program,
  type Request,
  setDefaultDevice,
  softmax,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  type View,
} from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { expendable, gpu } from "./device.js";

const { add, div, abs, min, max, exp, expm1, log, log1p, neg, sqrt } = words,
  x = input(0);

/** Bit patterns from all of float32. */
const patterns = (n: number): Float32Array => new Float32Array(Int32Array.from({ length: n }, (_, i) => Math.imul(i, 42949)).buffer);
/** NaNs are one value, and so are zeros that may have been subnormal; all else counts by its bits. */
const bitsOf = (values: Float32Array): string[] => Array.from(values, (v) => (Object.is(v, -0) ? "-0" : String(v)));

describe("a chain in one loop is its steps one after the other", () => {
  const w = words,
    chains: Record<string, readonly Ex[]> = {
      "20 cheap ones": Array.from({ length: 20 }, (_, i) => [add(x, 0.3), w.mul(x, 1.1), max(x, -0.5), div(x, 0.9), sqrt(abs(x))][i % 5]!),
      functions: [div(x, add(1, exp(neg(x)))), add(max(x, 0), log1p(exp(neg(abs(x))))), exp(neg(x)), expm1(x), log(x)],
      mixed: [w.mul(x, w.mul(min(max(add(x, 3), 0), 6), 1 / 6)), add(x, 1), exp(x), w.sub(x, 2), log(x), abs(x)],
    };
  const step = (body: Ex, from: number) => ({ body, args: [from], arithmetic: "float32", dtype: "float32" }) as const,
    program = (bodies: readonly Ex[]): Program => ({ inputs: ["float32"], steps: bodies.map(step), outputs: [bodies.length] });
  test.each(Object.keys(chains))("%s", async (name) => {
    const bodies = chains[name]!,
      given = patterns(40_000),
      line = (): View => ({ storage: gpu.reserve(given.byteLength), offset: 0, strides: [1] }),
      run = (bodies: readonly Ex[], from: View): View => {
        const to = line(),
          request: MapRequest = { kind: "map", program: program(bodies), shape: [given.length], inputs: [from], outputs: [to] };
        void gpu.run(request);
        return to;
      };
    const start = line();
    gpu.write(start.storage, given);
    const [together, apart] = await Promise.all(
      [run(bodies, start), bodies.reduce((from, body) => run([body], from), start)].map(async ({ storage }) => {
        const out = new Float32Array(given.length);
        await gpu.read(storage, out);
        return bitsOf(out);
      }),
    );
    expect(together!.findIndex((v, i) => v !== apart![i])).toBe(-1);
  });
});

/** The elements of f(x) on a backend, and what it was asked. */
async function on(backend: Backend, x: Float32Array, shape: readonly number[], f: (x: Tensor) => Tensor): Promise<[string[], Request[]]> {
  const asked: Request[] = [];
  setDefaultDevice({ ...backend, run: (r) => (asked.push(r), backend.run(r)) });
  return [
    bitsOf(
      (await f(
        tensor(
          x.slice(
            0,
            shape.reduce((a, b) => a * b),
          ),
          { shape },
        ),
      ).data()) as Float32Array,
    ),
    asked,
  ];
}
const { join: _, ...alone } = gpu;
const given = Float32Array.from({ length: 40_000 }, (_, i) => (i % 977 ? 9 : Infinity) * Math.sin(12.9898 * (i + 1)));

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  softmax: (x) => softmax(x, -1),
  "logSoftmax of a scaled one": (x) => mul(logSoftmax(mul(x, 0.5), -1), x),
  layerNorm: (x) => layerNorm(x, x.shape.slice(-1)),
};
describe.each(Object.keys(functions))("rows: %s", (name) => {
  const f = functions[name]!;
  test.each([[[40, 10]], [[4, 5, 40]], [[130, 100]]])("of %j", async (shape) => {
    const [together, asked] = await on(gpu, given, shape, f),
      [apart] = await on(alone as Backend, given, shape, f);
    expect(asked.some(({ kind }) => kind === "rows")).toBe(true);
    expect(together).toEqual(apart);
  });
});

test("work groups whose lanes wait for one another have the bits of invocations that go through the lanes", async () => {
  const { device, backend } = await expendable(true),
    compile = device.createShaderModule.bind(device);
  let waits = 0;
  device.createShaderModule = (d) => ((waits += +d.code.includes("workgroupBarrier")), compile(d));
  const cases: readonly (readonly [readonly number[], (x: Tensor) => Tensor])[] = [
    [[40, 100], (x) => softmax(x, -1)],
    [[20, 1000], (x) => sum(mul(x, x), 1)],
    [[20, 100, 20], (x) => amax(x, 1)],
    [[39_000], (x) => sum(x)],
    [[70, 37], (x) => matmul(tanh(x), transpose(tanh(x), 0, 1))],
  ];
  for (const [shape, f] of cases) {
    const [there] = await on(backend, given, shape, f),
      [here] = await on(gpu, given, shape, f);
    expect(there).toEqual(here);
  }
  expect(waits).toBe(cases.length);
});
