/** How far a narrow body is off on many inputs: a fast float64 value settles most of them, the reference all that could be the worst or miss a bound. */
import { FAST_ERROR } from "../fast.js";
import { distance } from "../judge.js";
import type { Exact } from "../reference/reference.js";

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

/** `fast` must be within FAST_ERROR of `exact`; without it, every input is settled by `exact`. */
export function measure(f: Float32Function, exact: Exact, inputs: readonly Float32Array[], fast?: (...inputs: number[]) => number): Measured {
  let normal: Worst = { ulps: 0, at: [] };
  let subnormal = normal;
  const count = inputs[0]!.length;
  for (let i = 0; i < count; i++) {
    const at = inputs.map((x) => x[i]!);
    const got = f(...at);
    const y = fast?.(...at);
    if (y !== undefined && distance(got, [y, 0]) < worstOf(y).ulps - CLOSE && got !== 0) continue;
    const truth = exact(...at);
    const apart = distance(got, truth);
    const missed = apart !== apart || (got === 0 && Object.is(got, -0) !== isNegative(truth[0]));
    const ulps = missed ? Infinity : apart;
    if (ulps <= worstOf(truth[0]).ulps) continue;
    if (isSubnormal(truth[0])) subnormal = { ulps, at };
    else normal = { ulps, at };
  }
  return { normal, subnormal, count };

  function worstOf(y: number): Worst {
    return isSubnormal(y) ? subnormal : normal;
  }
}

type Float32Function = (...inputs: number[]) => number;
const CLOSE = 2 * FAST_ERROR * 2 ** 24; // in ulp of float32
const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);
const isSubnormal = (x: number): boolean => Math.abs(x) < 2 ** -126;
