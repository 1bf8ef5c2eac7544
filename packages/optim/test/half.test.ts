/** Parameters of float16 and bfloat16: the step is computed in float32 and only the parameter is rounded, once. */
import { describe, expect, test, beforeAll } from "vitest";
import { type DType, parameter, setDefaultDevice, tensor } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { Adam, AdamW, RMSprop, SGD } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));

const MAKERS = {
  SGD: (p: ReturnType<typeof parameter>) => new SGD([p], { lr: 0.01, momentum: 0.9, weightDecay: 0.01, nesterov: true }),
  Adam: (p: ReturnType<typeof parameter>) => new Adam([p], { lr: 0.01, amsgrad: true, weightDecay: 0.01 }),
  AdamW: (p: ReturnType<typeof parameter>) => new AdamW([p], { lr: 0.01 }),
  RMSprop: (p: ReturnType<typeof parameter>) => new RMSprop([p], { lr: 0.01, momentum: 0.5, centered: true }),
};
const HALF = ["float16", "bfloat16"] as const;
const START = [1, -0.5, 0.001, 300, 0];
/** Squares of the second are 0 in float16, the third is 0 at every step, and the fourth's square overflows there. */
const gradient = (step: number): number[] => [Math.sin(step), 1e-5, 0, 300 - step, 2 ** -20 * step];
const rounded = (x: ArrayLike<number>, dtype: DType): number[] => [...tensor(Float32Array.from(x), { dtype }).dataSync()];

describe.each(Object.keys(MAKERS) as (keyof typeof MAKERS)[])("%s", (name) => {
  test.each(HALF)("%s goes the way of float64 with rounded parameters, but for ties", (dtype) => {
    const p = parameter(tensor(START, { dtype })),
      exact = parameter(tensor(Float64Array.from(p.dataSync()))),
      [opt, reference] = [MAKERS[name](p), MAKERS[name](exact)];
    for (let step = 1; step <= 30; step++) {
      const g = rounded(gradient(step), dtype);
      p.grad = tensor(g, { dtype });
      exact.grad = tensor(Float64Array.from(g));
      opt.step();
      reference.step();
      // The only rounding is that of the parameter: it is given to the reference too.
      exact.assign(Float64Array.from(rounded(exact.dataSync(), dtype)));
      expect([...p.dataSync()]).toEqual([...exact.dataSync()]);
    }
    expect([...p.dataSync()]).not.toEqual(rounded(START, dtype));
  });
  test("what is remembered is float32, a snapshot too, and one of float16 can be loaded", () => {
    const p = parameter(tensor(START, { dtype: "float16" })),
      opt = MAKERS[name](p),
      step = (): number[] => {
        p.grad = tensor(gradient(1), { dtype: "float16" });
        opt.step();
        return [...p.dataSync()];
      };
    step();
    const { state, paramGroups } = opt.stateDict(),
      narrow = Object.fromEntries(
        Object.entries(state[0]!).map(([key, t]) => [key, key === "step" ? t : tensor(t.dataSync(), { dtype: "float16" })]),
      );
    expect(
      Object.values(state[0]!)
        .map((t) => t.dtype)
        .sort()
        .at(0),
    ).toBe("float32");
    opt.loadStateDict({ state: { 0: narrow }, paramGroups });
    expect(step().every(Number.isFinite)).toBe(true);
  });
});
