/** Division of whole numbers: operands as integers of one unit, so that quotient and remainder are exact. Of the derivatives only those by the divisor are not 1. */
import { type DD, add, dd } from "./dd.js";
import type { Exact, Reference } from "./reference.js";

const float = new Float64Array(1),
  bits = new BigUint64Array(float.buffer);
/** |x| = m·2ᵉ. */
function integer(x: number): { readonly m: bigint; readonly e: number } {
  float[0] = Math.abs(x);
  const field = Number(bits[0]! >> 52n),
    fraction = bits[0]! & (2n ** 52n - 1n);
  return { m: field ? fraction + 2n ** 52n : fraction, e: Math.max(field, 1) - 1075 };
}
/** Of |x| by |y|, both finite and y not 0: |x| is `times`·|y| + `left`. */
function divided(x: number, y: number): { readonly times: bigint; readonly left: number } {
  const a = integer(x),
    b = integer(y),
    e = Math.min(a.e, b.e),
    [m, n] = [a.m << BigInt(a.e - e), b.m << BigInt(b.e - e)];
  return { times: m / n, left: Number(m % n) * 2 ** e };
}
const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);
const signed = (x: number, negative: boolean): number => (negative ? -x : x);
const none = (x: number, y: number): boolean => Math.abs(x) === Infinity || y === 0 || x !== x || y !== y;

function left(x: number, y: number): number {
  if (none(x, y)) return NaN;
  return Math.abs(y) === Infinity ? x : signed(divided(x, y).left, isNegative(x));
}
function modulo(x: number, y: number): DD {
  const rest = left(x, y);
  if (rest === 0) return dd(signed(0, isNegative(y)));
  return rest !== rest || rest < 0 === y < 0 ? dd(rest) : Math.abs(y) === Infinity ? dd(y) : add(dd(rest), dd(y));
}
/** Towards 0, or down: then one less where the quotient is negative and something is left. */
function quotient(x: number, y: number, down: boolean): DD {
  if (y === 0 && down) return dd(x / y);
  if (none(x, y)) return dd(NaN);
  const negative = isNegative(x) !== isNegative(y),
    lies = down && negative && left(x, y) !== 0,
    times = (Math.abs(y) === Infinity ? 0n : divided(x, y).times) + (lies ? 1n : 0n),
    high = Number(times);
  return [signed(high, negative), high < Infinity ? signed(Number(times - BigInt(high)), negative) : 0];
}
const negated = ([h, l]: DD): DD => [-h, -l];
const NONE = [
  [null, null],
  [null, null],
] as const;
const one: Exact = () => dd(1);

export const fmod: Reference = {
    value: (x, y) => dd(left(x!, y!)),
    derivatives: [one, (x, y) => negated(quotient(x!, y!, false))],
    seconds: NONE,
  },
  remainder: Reference = { value: (x, y) => modulo(x!, y!), derivatives: [one, (x, y) => negated(quotient(x!, y!, true))], seconds: NONE },
  floorDivide: Reference = { value: (x, y) => quotient(x!, y!, true), derivatives: [null, null], seconds: NONE };
