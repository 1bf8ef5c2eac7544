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

/** The operations in `p` bits or a few more. */
export function arithmetic(p: number) {
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
      halvings = 12,
      r = shifted(sub(x, mul(big(k), ln2)), -halvings);
    let y = series(ONE, (t, i) => div(mul(t, r), big(i)));
    for (let i = 0; i < halvings; i++) y = mul(y, y);
    return shifted(y, k);
  };
  /** Halley's iteration on exp, from float64. */
  const log = (x: Big): Big => {
    const k = size(x),
      near = shifted(x, -k);
    let y = big(Math.log(toNumber(near)));
    for (let bits = 40; bits < p + 16; bits *= 3) {
      const e = exp(y);
      y = add(y, shifted(div(sub(near, e), add(near, e)), 1));
    }
    return add(y, mul(big(k), ln2));
  };
  return { add, sub, mul, div, exp, log, ONE };
}
