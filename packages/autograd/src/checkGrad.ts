/** checkGrad(f, inputs): gradients compared with differences of values. */
import { type DType, noGrad, NumericsError, read, type Tensor, tensor, zeros } from "@evenkeel/core";
import { of, optionsOf } from "@evenkeel/core/internal";
import { tensorsOf } from "./tree.js";
import { by, onVariables } from "./variables.js";

export interface CheckGradOptions {
  /** How far elements are moved, in units of the greater of 1 and their size; by default the fifth root of the dtype's unit, as a power of 2. */
  readonly step?: number;
  /** How many elements of each input are compared, chosen at random where there are more; by default 64. */
  readonly elements?: number;
  /** Chooses those elements, and the weights of the result's elements. */
  readonly seed?: number;
}
/** One element of an input: its gradient, what differences of values say, and how far the two may be apart. */
export interface GradientPair {
  readonly input: number;
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  readonly allowed: number;
}

/**
 * Compares the gradient of a weighted sum of f's elements with five-point central differences, element by element, and answers the one that is
 * furthest apart in units of what is allowed: the rounding of f's values over the step, and how far differences of three points and of five are
 * apart. Throws NumericsError, which names the element, where that is exceeded. f must be smooth at the inputs, and gives the same for the same.
 */
export async function checkGrad(f: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[], options?: CheckGradOptions): Promise<GradientPair> {
  const { step, elements = 64, seed = 1 } = optionsOf("checkGrad", options, { step: "a number", elements: "a number", seed: "a number" }),
    all = tensorsOf("checkGrad", inputs, "inputs"),
    next = random(seed);
  if (!all.length) throw new RangeError("checkGrad: there are no inputs. Pass the tensors that f is called with.");
  const on = onVariables(
      "checkGrad",
      f,
      all,
      all.map((_, i) => i),
    ),
    // Few digits, so that they are numbers of any type.
    weights = Float32Array.from({ length: on.root.size }, () => Math.floor(next() * 16) / 8 - 0.9375),
    cotangent = tensor(weights, { shape: on.root.shape, dtype: on.root.dtype });
  const recorded = by(on.variables, [[on.root, cotangent]], false).map((g, i) => g ?? zeros(all[i]!.shape)),
    gradients = await read(...recorded),
    values = await read(...all),
    unit = unitOf(on.root.dtype),
    relative = step ?? 2 ** Math.round(Math.log2(unit) / 5);
  let worst: GradientPair | null = null;
  for (let i = 0; i < all.length; i++)
    for (const at of chosen(all[i]!.size, elements, next)) {
      const numeric = await difference(f, all, values, i, at, relative, weights, unit),
        pair = { input: i, index: indexOf(all[i]!, at), analytic: gradients[i]![at]!, ...numeric };
      if (!worst || excess(pair) > excess(worst)) worst = pair;
    }
  if (!worst) throw new RangeError("checkGrad: the inputs have no elements. Pass some that have.");
  if (excess(worst) > 1)
    throw new NumericsError(
      `checkGrad: gradients differ, input ${worst.input} at [${worst.index.join(", ")}] has ${worst.analytic} and differences of values give ${worst.numeric} ± ${worst.allowed}. Correct the vjp, or move the input away from a kink.`,
    );
  return worst;
}

const excess = (p: GradientPair): number => {
  const off = Math.abs(p.analytic - p.numeric);
  return off === 0 ? 0 : Number.isNaN(off / p.allowed) ? Infinity : off / p.allowed;
};

/** The difference quotient of Σ weights·f by one element, and how far it may be off. */
async function difference(
  f: (...inputs: Tensor[]) => Tensor,
  all: readonly Tensor[],
  values: readonly ArrayLike<number>[],
  i: number,
  at: number,
  relative: number,
  weights: Float32Array,
  unit: number,
): Promise<{ numeric: number; allowed: number }> {
  const x = values[i]![at]!,
    h = relative * 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(x))));
  let size = 0;
  const moved = async (k: number): Promise<number> => {
    const data = (values[i] as Float32Array).slice();
    data[at] = x + k * h;
    const args = all.map((t, j) => (j === i ? tensor(data, { shape: t.shape, dtype: t.dtype }) : t)),
      y = await noGrad(() => of("checkGrad", f(...args))).data();
    let sum = 0,
      terms = 0;
    for (let n = 0; n < y.length; n++) {
      sum += weights[n]! * y[n]!;
      terms += Math.abs(weights[n]! * y[n]!);
    }
    size = Math.max(size, terms);
    return sum;
  };
  const near = ((await moved(1)) - (await moved(-1))) / (2 * h),
    far = ((await moved(2)) - (await moved(-2))) / (4 * h),
    numeric = (4 * near - far) / 3;
  // Each value is off by a few roundings, each moved element by one of its own; the quotient divides them by the step.
  const rounding = (ROUNDINGS * unit * size) / h + (Math.abs(numeric) * unit * Math.max(1, Math.abs(x))) / h;
  return { numeric, allowed: rounding + Math.abs(numeric - near) };
}
const ROUNDINGS = 8;

/** Half the distance from 1 to the next number. */
const UNITS: Readonly<Record<string, number>> = { float64: 2 ** -53, float16: 2 ** -11, bfloat16: 2 ** -8 };
const unitOf = (dtype: DType): number => UNITS[dtype] ?? 2 ** -24;

/** All of size indices, or `count` of them. */
function chosen(size: number, count: number, next: () => number): number[] {
  if (size <= count) return Array.from({ length: size }, (_, i) => i);
  const some = new Set<number>();
  while (some.size < count) some.add(Math.floor(next() * size));
  return [...some];
}
function indexOf(t: Tensor, at: number): number[] {
  const index: number[] = [];
  for (let d = t.ndim - 1, rest = at; d >= 0; rest = Math.floor(rest / t.shape[d]!), d--) index.unshift(rest % t.shape[d]!);
  return index;
}
/** Numbers in [0, 1) from a seed (Marsaglia's xorshift). */
function random(seed: number): () => number {
  let s = (seed ^ 0x2545f491) | 1;
  return () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) / 2 ** 32;
  };
}
