/**
 * The elementary functions, and a few that are not, of numbers of any precision: each to `p` bits relative to its own result, also where it is
 * small, as long as the argument is exact. What is outside a domain, or a pole, is a RangeError: Big has neither NaN nor ∞.
 */
import { type Big, ZERO, abs, arithmetic, big, isZero, neg, sign, size, toNumber } from "./big.js";

const shifted = (a: Big, k: number): Big => (isZero(a) ? a : { m: a.m, e: a.e + k });
const ONE = big(1);
/** e^x of |x| above 2^FAR is 2^±2^FAR, though it is further off: exponents and their sums must stay whole numbers of float64. */
const FAR = 49;

const cache = new Map<number, ReturnType<typeof arithmetic>>();
function at(p: number): ReturnType<typeof arithmetic> {
  const rounded = Math.ceil(p / 64) * 64;
  let found = cache.get(rounded);
  if (found === undefined) cache.set(rounded, (found = arithmetic(rounded)));
  return found;
}

// Fixed point: whole multiples of 2^−f.
const fix = ({ m, e }: Big, f: number): bigint => (e + f >= 0 ? m << BigInt(e + f) : m >> BigInt(-e - f));
const float = (m: bigint, f: number): Big => ({ m, e: -f });
/** Σ ±1/((2i + 1)·n^(2i+1)): atanh(1/n), or atan if signs alternate. */
function inverseOf(n: bigint, f: number, alternate: boolean): bigint {
  let power = (1n << BigInt(f)) / n,
    sum = power;
  for (let i = 3n, s = alternate ? -1n : 1n; power !== 0n; i += 2n, s = alternate ? -s : s) {
    power /= n * n;
    sum += (s * power) / i;
  }
  return sum;
}
function constant(make: (f: number) => bigint): (f: number) => bigint {
  let known = -1,
    value = 0n;
  return (f) => {
    if (f > known) value = make((known = Math.max(256, f + (f >> 1)) + 32));
    return value >> BigInt(known - f);
  };
}
/** 18 atanh(1/26) − 2 atanh(1/4801) + 8 atanh(1/8749) */
const ln2 = constant((f) => 18n * inverseOf(26n, f, false) - 2n * inverseOf(4801n, f, false) + 8n * inverseOf(8749n, f, false));
/** 16 atan(1/5) − 4 atan(1/239) */
const pi = constant((f) => 16n * inverseOf(5n, f, true) - 4n * inverseOf(239n, f, true));

/** e^r − 1: a series at r/2^h, then h times y(2 + y). */
function fixedExpm1(r: bigint, f: number, more = 0): bigint {
  const h = Math.ceil(Math.sqrt(f) / 1.5) + more,
    inner = f + h + 8 + 2 * more,
    x = r << BigInt(inner - f - h),
    shift = BigInt(inner);
  let t = x,
    y = x;
  for (let i = 2n; t !== 0n; i++) y += t = ((t * x) >> shift) / i;
  for (let i = 0; i < h; i++) y = 2n * y + ((y * y) >> shift);
  return y >> BigInt(inner - f);
}
function exp(x: Big, p: number): Big {
  if (isZero(x)) return ONE;
  if (size(x) > FAR) return { m: 1n, e: sign(x) * 2 ** FAR };
  if (size(x) < -p - 16) return at(p).add(ONE, x);
  const s = Math.max(0, size(x)),
    w = p + 24,
    f = w + s,
    unit = ln2(f),
    scaled = fix(x, f),
    k = (2n * scaled + unit) / (2n * unit);
  return float(fixedExpm1((scaled - k * unit) >> BigInt(s), w) + (1n << BigInt(w)), w - Number(k));
}
function expm1(x: Big, p: number): Big {
  const { add, mul } = at(p + 16),
    s = size(x);
  if (isZero(x)) return x;
  if (s > 3) return add(exp(x, p + 16), neg(ONE));
  if (s < -2 * p) return add(x, shifted(mul(x, x), -1));
  const f = p + 24 + Math.max(0, -s);
  return float(fixedExpm1(fix(x, f), f, Math.max(0, s)), f);
}
/** Σ ±u^(2i+1)/(2i + 1) of a small u. */
function odd(u: Big, p: number, alternate: boolean): Big {
  if (isZero(u)) return u;
  const { add, mul, div } = at(p + 16);
  if (size(u) < -p) return add(u, div(mul(mul(u, u), alternate ? neg(u) : u), big(3)));
  const f = p + 24 - size(u),
    x = fix(u, f),
    square = alternate ? -((x * x) >> BigInt(f)) : (x * x) >> BigInt(f);
  let t = x,
    sum = x;
  for (let i = 3n; ; i += 2n) {
    t = (t * square) >> BigInt(f);
    const term = t / i;
    if (term === 0n) return float(sum, f);
    sum += term;
  }
}
function log1p(x: Big, p: number): Big {
  const { add, div } = at(p + 64);
  if (size(x) > -6) return log(add(ONE, x), p);
  return shifted(odd(div(x, add(big(2), x)), p + 8, false), 1);
}
/** From the float64 logarithm y of x·2^−k: y + log1p(x·2^−k·e^−y − 1) + k·ln 2. */
function log(x: Big, p: number): Big {
  if (sign(x) <= 0) throw new RangeError("log: there is none of what is not above 0.");
  const { add, sub, mul } = at(p + 64),
    d = sub(x, ONE);
  if (isZero(d)) return ZERO;
  if (size(d) <= -6) return log1p(d, p);
  const k = size(x),
    near = shifted(x, -k),
    y = big(Math.log(toNumber(near)));
  return add(add(y, log1p(sub(mul(near, exp(neg(y), p + 32)), ONE), p + 32)), mul(big(k), float(ln2(p + 96), p + 96)));
}
/** √ of a whole number of many digits: Newton's iteration, from float64. */
function sqrt(x: Big, p: number): Big {
  if (isZero(x)) return x;
  if (sign(x) < 0) throw new RangeError("sqrt: there is none of a number below 0.");
  let shift = Math.max(0, 2 * (p + 16) - (size(x) - x.e));
  if ((x.e - shift) % 2 !== 0) shift++;
  const m = x.m << BigInt(shift),
    bits = size({ m, e: 0 }),
    cut = Math.max(0, bits - 64) & ~1;
  let y = BigInt(Math.ceil(Math.sqrt(Number(m >> BigInt(cut))))) << BigInt(cut / 2);
  for (let known = 26; known < bits; known *= 2) y = (y + m / y) >> 1n;
  return { m: y, e: (x.e - shift) / 2 };
}
const halfPi = (p: number): Big => float(pi(p), p + 1);

/** Sine and cosine of r = x − k·π/2, |r| at most about π/4, and k modulo 4. */
function turned(x: Big, p: number): { s: Big; c: Big; quarter: number } {
  const f = p + 64 + Math.max(0, size(x)),
    unit = pi(f + 1) >> 2n,
    scaled = fix(x, f),
    k = size(x) < -1 ? 0n : (2n * scaled + (scaled < 0n ? -unit : unit)) / (2n * unit),
    { sub, mul, add } = at(f + 16),
    // k·π/2 is taken from more digits than the fixed point has: r may be small.
    r = k === 0n ? x : sub(x, mul({ m: k, e: 0 }, halfPi(f + 64))),
    w = p + 32 + Math.max(0, -size(r));
  let s = r,
    c = add(ONE, neg(shifted(mul(r, r), -1)));
  if (size(r) > -p) {
    const y = fix(r, w),
      square = (y * y) >> BigInt(w);
    let t = 1n << BigInt(w),
      even = 0n,
      uneven = 0n;
    for (let i = 1n; t !== 0n; i += 4n) {
      even += t;
      t = ((t * y) >> BigInt(w)) / i;
      uneven += t;
      t = ((t * y) >> BigInt(w)) / (i + 1n);
      even -= t;
      t = ((t * y) >> BigInt(w)) / (i + 2n);
      uneven -= t;
      t = ((t * y) >> BigInt(w)) / (i + 3n);
      if (square === 0n) break;
    }
    s = float(uneven, w);
    c = float(even, w);
  } else s = add(r, neg(mul(mul(r, r), at(p).div(r, big(6)))));
  return { s, c, quarter: Number(((k % 4n) + 4n) % 4n) };
}
function sin(x: Big, p: number): Big {
  if (isZero(x)) return x;
  const { s, c, quarter } = turned(x, p);
  return [s, c, neg(s), neg(c)][quarter]!;
}
function cos(x: Big, p: number): Big {
  if (isZero(x)) return ONE;
  const { s, c, quarter } = turned(x, p);
  return [c, neg(s), neg(c), s][quarter]!;
}
/** From the float64 angle θ: θ + atan((y cos θ − x sin θ) / (x cos θ + y sin θ)). */
function atan2(y: Big, x: Big, p: number): Big {
  const { add, sub, mul, div } = at(p + 32);
  if (isZero(y)) {
    if (isZero(x)) throw new RangeError("atan2: 0 and 0 have no angle.");
    return sign(x) > 0 ? ZERO : shifted(halfPi(p + 32), 1);
  }
  if (sign(x) > 0 && size(y) - size(x) < -8) return odd(div(y, x), p + 8, true);
  const scale = Math.max(size(y), size(x)),
    a = shifted(y, -scale),
    b = isZero(x) ? x : shifted(x, -scale),
    angle = big(Math.atan2(toNumber(a), toNumber(b))),
    { s, c } = isZero(angle) ? { s: ZERO, c: ONE } : { s: sin(angle, p + 32), c: cos(angle, p + 32) };
  return add(angle, odd(div(sub(mul(a, c), mul(b, s)), add(mul(b, c), mul(a, s))), p + 32, true));
}
/** √((1 − x)(1 + x)) */
function other(x: Big, p: number): Big {
  const { add, sub, mul } = at(p + 64);
  return sqrt(mul(sub(ONE, x), add(ONE, x)), p + 32);
}
function sinh(x: Big, p: number): Big {
  const { add, div } = at(p + 16),
    u = expm1(x, p + 16);
  if (sign(x) < 0) return neg(sinh(neg(x), p));
  return shifted(add(u, div(u, add(u, ONE))), -1);
}
function cosh(x: Big, p: number): Big {
  const e = exp(abs(x), p + 16);
  return shifted(at(p + 16).add(e, at(p + 16).div(ONE, e)), -1);
}
function tanh(x: Big, p: number): Big {
  const u = expm1(shifted(abs(x), 1), p + 16),
    y = at(p + 16).div(u, at(p + 16).add(u, big(2)));
  return sign(x) < 0 ? neg(y) : y;
}
function asinh(x: Big, p: number): Big {
  const { add, mul, div } = at(p + 32),
    a = abs(x),
    square = mul(a, a),
    y = log1p(add(a, div(square, add(ONE, sqrt(add(ONE, square), p + 32)))), p + 8);
  return sign(x) < 0 ? neg(y) : y;
}
function acosh(x: Big, p: number): Big {
  const { add, sub, mul } = at(p + 64),
    t = sub(x, ONE);
  return log1p(add(t, sqrt(mul(t, add(t, big(2))), p + 32)), p + 8);
}
function atanh(x: Big, p: number): Big {
  const { sub, div } = at(p + 64),
    a = abs(x);
  if (sign(sub(ONE, a)) <= 0) throw new RangeError("atanh: there is none from 1 on.");
  const y = shifted(log1p(div(shifted(a, 1), sub(ONE, a)), p + 8), -1);
  return sign(x) < 0 ? neg(y) : y;
}

const isFar = (x: Big, p: number): boolean => size(x) > 40 || toNumber(x) ** 2 > 0.12 * p + 1;
/** 2/√π·x·e^−x²·Σ (2x²)ⁿ/(1·3·…·(2n + 1)), all terms of one sign. */
function erfSeries(x: Big, p: number): Big {
  const { mul, div } = at(p + 32),
    square = mul(x, x),
    f = p + 48,
    y = fix(shifted(square, 1), f);
  let t = 1n << BigInt(f),
    sum = 0n;
  for (let i = 3n; t !== 0n; i += 2n) {
    sum += t;
    t = ((t * y) >> BigInt(f)) / i;
  }
  return div(shifted(mul(mul(x, exp(neg(square), p + 32)), float(sum, f)), 1), sqrt(float(pi(p + 40), p + 40), p + 32));
}
/** Of x far above 0: e^−x²/(x√π) by 1/(1 + q/(1 + 2q/(1 + 3q/…))) with q = 1/(2x²). */
function erfcFraction(x: Big, p: number): Big {
  const { mul, div } = at(p + 32 + 2 * Math.max(0, size(x))),
    square = mul(x, x),
    f = p + 32,
    n = Math.ceil((p + 32) ** 2 / (14 * Math.min(1e9, toNumber(square))) + p / 4),
    q = fix(div(ONE, shifted(square, 1)), f),
    unit = 1n << BigInt(f);
  let y = unit;
  for (let k = n; k > 0; k--) y = unit + ((BigInt(k) * q) << BigInt(f)) / y;
  return div(exp(neg(square), p + 32), mul(mul(x, float(y, f)), sqrt(float(pi(p + 40), p + 40), p + 32)));
}
function erfc(x: Big, p: number): Big {
  const { sub, mul } = at(p + 32);
  if (isZero(x)) return ONE;
  if (sign(x) < 0) return sub(big(2), erfc(neg(x), p));
  if (isFar(x, p)) return erfcFraction(x, p);
  // 1 − erf loses as many bits as e^−x² is small by.
  const lost = Math.ceil(1.45 * toNumber(mul(x, x))) + 16;
  return at(p + lost).sub(ONE, erfSeries(x, p + lost));
}
function erf(x: Big, p: number): Big {
  if (isZero(x)) return x;
  if (!isFar(x, p)) return erfSeries(x, p);
  const y = at(p + 32).sub(ONE, erfcFraction(abs(x), p));
  return sign(x) < 0 ? neg(y) : y;
}
function ndtr(x: Big, p: number): Big {
  const q = p + 16 + 2 * Math.max(0, size(x));
  return shifted(erfc(at(q).div(neg(x), sqrt(big(2), q)), p), -1);
}

/** B₂, B₄, … as fractions, from tangent numbers: B₂ₙ = (−1)ⁿ⁻¹·2n·Tₙ/(4ⁿ(4ⁿ − 1)). */
const bernoulli = ((): ((n: number) => [bigint, bigint]) => {
  let known: [bigint, bigint][] = [];
  return (n) => {
    if (n >= known.length) {
      const count = Math.max(64, 2 * n),
        t = [0n, 1n];
      for (let k = 2; k <= count; k++) t[k] = BigInt(k - 1) * t[k - 1]!;
      for (let k = 2; k <= count; k++) for (let j = k; j <= count; j++) t[j] = BigInt(j - k) * t[j - 1]! + BigInt(j - k + 2) * t[j]!;
      known = t.map((value, k) => {
        const four = 1n << BigInt(2 * k);
        return k === 0 ? [1n, 1n] : [(k % 2 === 1 ? 2n : -2n) * BigInt(k) * value, four * (four - 1n)];
      });
    }
    return known[n]!;
  };
})();
const isWhole = (x: Big): boolean => isZero(x) || x.e >= 0 || (size(x) > 0 && fix({ m: fix(x, 0), e: 0 }, -x.e) === x.m);
/** Redone with more bits while the result is small against its terms, which are at most 2^top. */
function settled(p: number, of: (q: number) => { y: Big; top: number }): Big {
  for (let q = p + 32; ; q *= 2) {
    const { y, top } = of(q);
    if (!isZero(y) && q - top + size(y) > p + 16) return y;
    if (q > 64 * p) return y;
  }
}
/** How far above 0 Stirling's series has p bits. */
const farEnough = (p: number): number => Math.ceil(p / 5) + 4;
function nearest(x: Big): Big {
  return { m: (fix(x, 1) + 1n) >> 1n, e: 0 };
}
/** sin πx, of x less its nearest whole number. */
function sinPi(x: Big, q: number): Big {
  const { sub, mul } = at(q + 16 + Math.max(0, size(x)));
  return sin(mul(float(pi(q + 32), q + 32), sub(x, nearest(x))), q);
}
function lgamma(x: Big, p: number): Big {
  if (isWhole(x)) {
    if (sign(x) <= 0) throw new RangeError("lgamma: a pole.");
    if (size(x) < 8 && toNumber(x) <= 2) return ZERO;
  }
  return settled(p, (q) => {
    const { add, sub, mul, div } = at(q + 16);
    if (size(x) > -1 && sign(x) < 0) {
      const up = lgamma(sub(ONE, x), q),
        wave = log(div(float(pi(q + 32), q + 32), abs(sinPi(x, q))), q);
      return { y: sub(wave, up), top: Math.max(size(up), size(wave)) };
    }
    let z = x,
      product = ONE;
    for (const far = farEnough(q); size(z) < 40 && toNumber(z) < far; z = add(z, ONE)) product = mul(product, z);
    const l = log(z, q),
      main = add(sub(mul(sub(z, big(0.5)), l), z), shifted(log(float(pi(q + 32), q + 31), q), -1)),
      inverse = div(ONE, z),
      step = mul(inverse, inverse);
    let power = inverse,
      sum = ZERO;
    for (let n = 1; size(power) > -q - 16; n++, power = mul(power, step)) {
      const [a, b] = bernoulli(n),
        t = div(mul({ m: a, e: 0 }, power), { m: b * BigInt(2 * n * (2 * n - 1)), e: 0 });
      if (size(t) < -q - 16) break;
      sum = add(sum, t);
    }
    const lowered = log(abs(product), q);
    return { y: sub(add(main, sum), lowered), top: Math.max(size(main), size(lowered)) };
  });
}
function digamma(x: Big, p: number): Big {
  if (isWhole(x) && sign(x) <= 0) throw new RangeError("digamma: a pole.");
  return settled(p, (q) => {
    const { add, sub, mul, div } = at(q + 16);
    if (size(x) > -1 && sign(x) < 0) {
      const near = at(q + 16 + size(x)).sub(x, nearest(x)),
        angle = mul(float(pi(q + 32), q + 32), near),
        up = digamma(sub(ONE, x), q),
        wave = isZero(near) ? ZERO : div(mul(float(pi(q + 32), q + 32), cos(angle, q)), sin(angle, q));
      return { y: sub(up, wave), top: Math.max(size(up), size(wave)) };
    }
    let z = x,
      lowered = ZERO;
    for (const far = farEnough(q); size(z) < 40 && toNumber(z) < far; z = add(z, ONE)) lowered = add(lowered, div(ONE, z));
    const inverse = div(ONE, z),
      step = mul(inverse, inverse),
      l = log(z, q);
    let power = step,
      sum = shifted(inverse, -1);
    for (let n = 1; size(power) > -q - 16; n++, power = mul(power, step)) {
      const [a, b] = bernoulli(n),
        t = div(mul({ m: a, e: 0 }, power), { m: b * BigInt(2 * n), e: 0 });
      if (size(t) < -q - 16) break;
      sum = add(sum, t);
    }
    return { y: sub(sub(l, sum), lowered), top: Math.max(size(l), isZero(lowered) ? -q : size(lowered)) };
  });
}
function pow(x: Big, y: Big, p: number): Big {
  if (isZero(y)) return ONE;
  if (isZero(x)) {
    if (sign(y) < 0) throw new RangeError("pow: a pole.");
    return ZERO;
  }
  const whole = isWhole(y);
  if (sign(x) < 0 && !whole) throw new RangeError("pow: a negative number has whole powers only.");
  const q = p + 32 + Math.max(0, size(y)) + Math.max(0, size(big(Math.abs(size(x))))),
    power = exp(at(q).mul(y, log(abs(x), q)), p + 8);
  return sign(x) < 0 && (fix(y, 0) & 1n) === 1n ? neg(power) : power;
}

/** All of them to p bits. */
export function functions(p: number) {
  const { div, add } = at(p + 32);
  const one = (f: (x: Big, p: number) => Big) => (x: Big) => f(x, p);
  return {
    exp: one(exp),
    expm1: one(expm1),
    log: one(log),
    log1p: one(log1p),
    sqrt: one(sqrt),
    sin: one(sin),
    cos: one(cos),
    tan: (x: Big): Big => div(sin(x, p + 16), cos(x, p + 16)),
    asin: (x: Big): Big => (isZero(x) ? x : atan2(x, other(x, p), p)),
    acos: (x: Big): Big => (isZero(add(x, neg(ONE))) ? ZERO : atan2(other(x, p), x, p)),
    atan: (x: Big): Big => atan2(x, ONE, p),
    atan2: (y: Big, x: Big): Big => atan2(y, x, p),
    sinh: one(sinh),
    cosh: one(cosh),
    tanh: one(tanh),
    asinh: one(asinh),
    acosh: one(acosh),
    atanh: one(atanh),
    erf: one(erf),
    erfc: one(erfc),
    ndtr: one(ndtr),
    lgamma: one(lgamma),
    digamma: one(digamma),
    pow: (x: Big, y: Big): Big => pow(x, y, p),
    /** π, to about p bits. */
    pi: float(pi(p + 32), p + 32),
  };
}
