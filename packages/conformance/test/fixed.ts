/** exp, log and the sine in integers that count 2^-1400: a second opinion on double-doubles, from other series and with bits to spare over all of float64. */
export const BITS = 1400;
export const ONE = 1n << BigInt(BITS);

/** A finite float64 as an integer count of 2⁻¹⁰⁷⁴. */
export function exact(x: number): bigint {
  const bits = new BigUint64Array(new Float64Array([x]).buffer)[0]!;
  const exponent = Number((bits >> 52n) & 0x7ffn),
    mantissa = (bits & ((1n << 52n) - 1n)) | (exponent ? 1n << 52n : 0n);
  return (bits >> 63n ? -1n : 1n) * (mantissa << BigInt(Math.max(0, exponent - 1)));
}

/** A finite float64 in these units, exactly. */
export const fixed = (x: number): bigint => exact(x) << BigInt(BITS - 1074);

/** log₂ of |a − b|/|b| for exact fractions of the same unit. */
export const bitsOff = (a: bigint, b: bigint): number => {
  const d = a > b ? a - b : b - a;
  return d === 0n ? -Infinity : d.toString(2).length - (b < 0n ? -b : b).toString(2).length;
};

/** e^x: Taylor's series at x/2³⁰, squared thirty times; the error stays below 2^-1360 of 1 + e^x. */
export function exp(x: bigint): bigint {
  const halvings = 30n,
    r = x >> halvings;
  let sum = ONE;
  for (let n = 1n, term = r; term !== 0n; n++, term = (term * r) / (n << BigInt(BITS))) sum += term;
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> BigInt(BITS);
  return sum;
}

/** log x for x > 0: 2·atanh((m − 1)/(m + 1)) + e·ln 2 with x = m·2ᵉ, m between ½ and 2. */
export function log(x: bigint): bigint {
  const e = x.toString(2).length - 1 - BITS;
  const [numerator, denominator] = e < 0 ? [x << BigInt(-e), ONE] : [x, ONE << BigInt(e)];
  return 2n * atanh(numerator - denominator, numerator + denominator) + BigInt(e) * LN2;
}

/** Σ sⁱ/i over odd i, s = a/b. */
function atanh(a: bigint, b: bigint): bigint {
  const s = (a << BigInt(BITS)) / b,
    square = (s * s) >> BigInt(BITS);
  let sum = 0n;
  for (let i = 1n, power = s; power !== 0n && power !== -1n; i += 2n, power = (power * square) >> BigInt(BITS)) sum += power / i;
  return sum;
}

const LN2 = 2n * atanh(1n, 3n);

/** sin(x + quarters·π/2): Taylor's series of what is left of x after whole turns, in 1,400 bits beside those of x before its point. */
export function sine(x: bigint, quarters: number): bigint {
  const turn = 4n * QUARTER,
    rest = ((x << BigInt(FINE - BITS)) + BigInt(quarters) * QUARTER) % turn,
    r = (2n * rest > turn ? rest - turn : 2n * rest < -turn ? rest + turn : rest) >> BigInt(FINE - BITS),
    square = (r * r) >> BigInt(BITS);
  let sum = 0n;
  for (let n = 1n, term = r; term !== 0n && term !== -1n; n += 2n, term = -((term * square) >> BigInt(BITS)) / ((n - 1n) * n)) sum += term;
  return sum;
}

const FINE = 2600;
/** π/2 by Gauss: π/4 = 12·atan(1/18) + 8·atan(1/57) − 5·atan(1/239). */
const QUARTER = 24n * arctan(18n) + 16n * arctan(57n) - 10n * arctan(239n);
function arctan(n: bigint): bigint {
  let sum = 0n;
  for (let i = 1n, power = (1n << BigInt(FINE)) / n; power !== 0n; i += 2n, power /= -n * n) sum += power / i;
  return sum;
}
