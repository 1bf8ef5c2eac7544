/** Binary floating point of any precision, m·2ᵉ with m a BigInt: what an expression is in exact arithmetic is what two precisions agree on. */
export interface Big {
  readonly m: bigint;
  readonly e: number;
}

/** How many bits, to within 4. */
const bitsOf = (m: bigint): number => (m < 0n ? -m : m).toString(16).length * 4;
export const ZERO: Big = { m: 0n, e: 0 };

export function big(x: number): Big {
  let e = 0;
  for (; !Number.isInteger(x); e--) x *= 2;
  return { m: BigInt(x), e };
}
/** About the nearest float64. */
export function toNumber({ m, e }: Big): number {
  const cut = Math.max(0, bitsOf(m) - 64),
    s = e + cut,
    half = Math.trunc(s / 2);
  return Number(m >> BigInt(cut)) * 2 ** half * 2 ** (s - half);
}
export const isZero = (a: Big): boolean => a.m === 0n;
export const sign = (a: Big): number => (a.m > 0n ? 1 : a.m < 0n ? -1 : 0);
export const neg = (a: Big): Big => ({ m: -a.m, e: a.e });
export const abs = (a: Big): Big => (a.m < 0n ? neg(a) : a);
const shifted = (a: Big, k: number): Big => ({ m: a.m, e: a.e + k });
/** ⌊log₂|a|⌋, to within 4. */
export const size = (a: Big): number => bitsOf(a.m) + a.e;

export interface Arithmetic {
  add(a: Big, b: Big): Big;
  sub(a: Big, b: Big): Big;
  mul(a: Big, b: Big): Big;
  div(a: Big, b: Big): Big;
  exp(x: Big): Big;
  log(x: Big): Big;
  logNear(x: Big): Big;
  readonly ONE: Big;
}
const made = new Map<number, Arithmetic>();
/** The operations in `p` bits or a few more. */
export function arithmetic(p: number): Arithmetic {
  let found = made.get(p);
  if (!found) made.set(p, (found = inBits(p)));
  return found;
}
function inBits(p: number): Arithmetic {
  const round = ({ m, e }: Big): Big => {
    const cut = bitsOf(m) - p - 8;
    return cut > 0 ? { m: m >> BigInt(cut), e: e + cut } : { m, e };
  };
  const add = (a: Big, b: Big): Big => {
    if (isZero(a) || isZero(b)) return isZero(a) ? b : a;
    if (Math.abs(size(a) - size(b)) > 2 * p + 16) return size(a) > size(b) ? a : b;
    const e = Math.min(a.e, b.e);
    return round({ m: (a.m << BigInt(a.e - e)) + (b.m << BigInt(b.e - e)), e });
  };
  const sub = (a: Big, b: Big): Big => add(a, neg(b));
  const mul = (a: Big, b: Big): Big => round({ m: a.m * b.m, e: a.e + b.e });
  const div = (a: Big, b: Big): Big => {
    const shift = Math.max(0, p + 16 + bitsOf(b.m) - bitsOf(a.m));
    return round({ m: (a.m << BigInt(shift)) / b.m, e: a.e - shift - b.e });
  };
  const ONE = big(1);
  /** Σ tᵢ, from the first term, each from the one before. */
  const series = (first: Big, next: (t: Big, i: number) => Big): Big => {
    let t = first,
      sum = ZERO;
    for (let i = 1; !isZero(t) && size(t) > -p - 16 + Math.min(0, size(sum)); i++) {
      sum = add(sum, t);
      t = next(t, i);
    }
    return sum;
  };
  // ln 2 = Σ 1/(i·2ⁱ)
  let power = shifted(ONE, -1);
  const ln2 = series(power, (_, i) => div((power = shifted(power, -1)), big(i + 1)));
  const exp = (x: Big): Big => {
    if (isZero(x)) return ONE;
    const k = Math.round(toNumber(x) / Math.LN2),
      halvings = 12 + (p >> 7),
      // In units of 2⁻ᵠ: what squaring doubles so often is still beyond the p bits.
      q = BigInt(p + halvings + 16),
      { m, e } = sub(x, mul(big(k), ln2)),
      places = e - halvings + Number(q),
      r = places < 0 ? m >> BigInt(-places) : m << BigInt(places);
    let y = 1n << q;
    for (let t = y, i = 1n; (t = ((t * r) >> q) / i) !== 0n; i++) y += t;
    for (let i = 0; i < halvings; i++) y = (y * y) >> q;
    return round({ m: y, e: k - Number(q) });
  };
  /** Of 0.05 to 1: Halley's iteration on exp makes three times as many bits as fewer bits have given, and those begin with a float64. */
  const logNear = (x: Big): Big => {
    const y = p > 64 ? arithmetic(Math.ceil(p / 3) + 16).logNear(x) : big(Math.log(toNumber(x))),
      e = exp(y);
    return add(y, shifted(div(sub(x, e), add(x, e)), 1));
  };
  const log = (x: Big): Big => {
    const k = size(x);
    return add(logNear(shifted(x, -k)), mul(big(k), ln2));
  };
  return { add, sub, mul, div, exp, log, logNear, ONE };
}
