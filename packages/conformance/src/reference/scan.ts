/**
 * Running sums (no factor), running products (no term) and the recurrence y = factor·y + term along the middle of [outer, n, inner], in
 * double-double numbers with an exponent of their own, which no product leaves.
 */
import { abs, add, type DD, dd, mul, scale } from "./dd.js";
import type { Extent } from "./gather.js";
import type { Sum } from "./sum.js";

/** m·2ᵉ, |m| in [1, 2), or 0, ±∞ or NaN. */
interface Scaled {
  readonly m: DD;
  readonly e: number;
}

export interface Recurrence {
  readonly factor: ArrayLike<number> | null;
  readonly term: ArrayLike<number> | null;
  /** What is given at j: the state after factor and term, before both, or after the term that comes first. */
  readonly order: "inclusive" | "exclusive" | "lagged";
  readonly reverse: boolean;
}

export function scan({ factor, term, order, reverse }: Recurrence, [outer, n, inner]: Extent): Sum[] {
  const out: Sum[] = new Array<Sum>(outer * n * inner);
  for (let line = 0; line < outer * inner; line++) {
    // The second state is of absolute values: what the error is measured by.
    let [y, size] = [scaled(term ? 0 : 1), scaled(term ? 0 : 1)];
    for (let step = 0; step < n; step++) {
      const j = reverse ? n - 1 - step : step,
        at = (Math.floor(line / inner) * n + j) * inner + (line % inner);
      const give = (): void => void (out[at] = { value: plain(y), magnitude: plain(size)[0] });
      const multiply = (): void => {
        if (factor) [y, size] = [times(y, scaled(factor[at]!)), times(size, scaled(Math.abs(factor[at]!)))];
      };
      const increase = (): void => {
        if (term) [y, size] = [plus(y, scaled(term[at]!)), plus(size, scaled(Math.abs(term[at]!)))];
      };
      const steps = { inclusive: [multiply, increase, give], exclusive: [give, multiply, increase], lagged: [increase, give, multiply] };
      for (const each of steps[order]) each();
    }
  }
  return out;
}

const scaled = (x: number): Scaled => normal(dd(x), 0);
const times = (a: Scaled, b: Scaled): Scaled => normal(mul(a.m, b.m), a.e + b.e);

function plus(a: Scaled, b: Scaled): Scaled {
  const [large, small] = a.e >= b.e ? [a, b] : [b, a];
  if (isSpecial(a) || isSpecial(b)) return a.m[0] === 0 ? b : b.m[0] === 0 ? a : normal(add(a.m, b.m), 0);
  return large.e - small.e > 300 ? large : normal(add(large.m, scale(small.m, small.e - large.e)), large.e);
}

const isSpecial = ({ m }: Scaled): boolean => m[0] === 0 || !Number.isFinite(m[0]);

function normal(m: DD, e: number): Scaled {
  if (isSpecial({ m, e })) return { m, e: 0 };
  const k = Math.floor(Math.log2(abs(m)[0]));
  return { m: scale(m, -k), e: e + k };
}

/** As a double-double; far outside of float32 it is ±∞ or ±0. */
const plain = ({ m, e }: Scaled): DD => (e > 900 ? dd(m[0] * Infinity) : e < -900 ? dd(m[0] * 0) : scale(m, e));
