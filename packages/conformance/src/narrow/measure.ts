/** How far a narrow body is off on many inputs: a fast float64 value settles most of them, the reference all that could be the worst or miss a bound. */
import { FAST_ERROR } from "../fast.js";
import { distanceInScale } from "../judge.js";
import type { Exact } from "../reference/reference.js";
import { isNegative } from "../ulp.js";

export interface Worst {
  /** In ulp of the exact result. A special value or the sign of a zero that is missed counts as Infinity. */
  readonly ulps: number;
  readonly at: readonly number[];
}

export interface Measured {
  /** Where the exact result is subnormal, and elsewhere. */
  readonly normal: Worst;
  readonly subnormal: Worst;
  readonly count: number;
}

export interface Against {
  readonly exact: Exact;
  /** Within FAST_ERROR of `exact`; without it, every input is settled by `exact`. */
  readonly fast?: ((...inputs: number[]) => number) | undefined;
  /** The size of the terms that cancel, where the bound is of those. */
  readonly size?: ((inputs: readonly number[]) => number) | undefined;
}

export function measure(f: Float32Function, { exact, fast, size }: Against, inputs: readonly Float32Array[]): Measured {
  let normal: Worst = { ulps: 0, at: [] };
  let subnormal = normal;
  const count = inputs[0]!.length;
  const at = new Array<number>(inputs.length).fill(0);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < at.length; k++) at[k] = inputs[k]![i]!;
    const got = f(...at);
    const magnitude = size ? Math.abs(size(at)) : 0;
    const y = fast?.(...at);
    if (y !== undefined && distanceInScale(got, [y, 0], magnitude) < worstOf(y).ulps - CLOSE && hasSignOf(got, y)) continue;
    const truth = exact(...at);
    const apart = distanceInScale(got, truth, magnitude);
    const ulps = apart !== apart || !hasSignOf(got, truth[0]) ? Infinity : apart;
    if (ulps <= worstOf(truth[0]).ulps) continue;
    if (isSubnormal(truth[0])) subnormal = { ulps, at: [...at] };
    else normal = { ulps, at: [...at] };
  }
  return { normal, subnormal, count };

  function worstOf(y: number): Worst {
    return isSubnormal(y) ? subnormal : normal;
  }
}

type Float32Function = (...inputs: number[]) => number;
const CLOSE = 2 * FAST_ERROR * 2 ** 24; // in ulp of float32
/** Only of a zero is it asked. */
const hasSignOf = (got: number, truth: number): boolean => got !== 0 || isNegative(got) === isNegative(truth);
const isSubnormal = (x: number): boolean => Math.abs(x) < 2 ** -126;
