/**
 * Double-double arithmetic: a number as the unevaluated sum hi + lo of two float64, |lo| ≤ ½ ulp(hi), about 106 bits.
 * Where the leading part is an infinity or NaN, lo is 0. Products keep all bits down to 2⁻⁹⁶⁹; below, they lose them gradually.
 */
export type DD = readonly [hi: number, lo: number];

/** a + b exactly. */
export function twoSum(a: number, b: number): DD {
  const s = a + b;
  if (!Number.isFinite(s)) return [s, 0];
  const v = s - a;
  return [s, a - (s - v) + (b - v)];
}

/** a·b exactly: Dekker's product on Veltkamp's halves of 26 bits. */
export function twoProd(a: number, b: number): DD {
  const p = a * b;
  if (!Number.isFinite(p) || p === 0) return [p, 0];
  if (Math.abs(a) > 2 ** 970) return scale(twoProd(a * 2 ** -60, b), 60); // the split below would overflow
  if (Math.abs(b) > 2 ** 970) return scale(twoProd(a, b * 2 ** -60), 60);
  const ah = upperHalf(a),
    al = a - ah,
    bh = upperHalf(b),
    bl = b - bh;
  return [p, al * bl - (p - ah * bh - al * bh - ah * bl)];
}

export const dd = (x: number): DD => [x, 0];
export const neg = (a: DD): DD => [-a[0], -a[1]];
export const abs = (a: DD): DD => (a[0] < 0 || Object.is(a[0], -0) ? neg(a) : a);
export const sub = (a: DD, b: DD): DD => add(a, neg(b));

export function add(a: DD, b: DD): DD {
  const [s, e] = twoSum(a[0], b[0]),
    [t, f] = twoSum(a[1], b[1]);
  const [u, v] = quick(s, e + t);
  return quick(u, v + f);
}

export function mul(a: DD, b: DD): DD {
  const [p, e] = twoProd(a[0], b[0]);
  return quick(p, e + (a[0] * b[1] + a[1] * b[0]));
}

/** Long division, three digits of 53 bits. */
export function div(a: DD, b: DD): DD {
  const q = a[0] / b[0];
  if (!Number.isFinite(q) || q === 0 || !Number.isFinite(b[0])) return [q, 0];
  const r = sub(a, mul(b, dd(q))),
    q2 = r[0] / b[0];
  const r2 = sub(r, mul(b, dd(q2))),
    q3 = r2[0] / b[0];
  const [s, t] = quick(q, q2);
  return add([s, t], dd(q3));
}

export function sqrt(a: DD): DD {
  const room = a[0] < 2 ** -700 ? 200 : a[0] > 2 ** 700 ? -200 : 0; // for all bits of the square
  if (room !== 0 && a[0] > 0 && a[0] < Infinity) return scale(sqrt(scale(a, 2 * room)), -room);
  const r = Math.sqrt(a[0]);
  if (!Number.isFinite(r) || r === 0) return [r, 0];
  return quick(r, sub(a, twoProd(r, r))[0] / (2 * r)); // one Newton step from 53 bits
}

/** a·2ᵏ, exact but for what falls below 2⁻¹⁰⁷⁴. */
export function scale(a: DD, k: number): DD {
  const half = Math.trunc(k / 2),
    s = 2 ** half,
    t = 2 ** (k - half);
  const hi = a[0] * s * t;
  return [hi, Number.isFinite(hi) ? a[1] * s * t : 0];
}

/** −1, 0 or 1 as a is less than b, equal, or greater. */
export const compare = (a: DD, b: DD): number => (a[0] === b[0] ? Math.sign(a[1] - b[1]) : Math.sign(a[0] - b[0]));

/** a + b where |a| ≥ |b| or a is 0; keeps the sign of a zero and drops what an infinity makes of the rest. */
function quick(a: number, b: number): DD {
  if (!Number.isFinite(a) || b === 0 || b !== b) return [a, 0];
  const s = a + b;
  return Number.isFinite(s) ? [s, b - (s - a)] : [s, 0];
}

/** The upper 26 bits of x (Veltkamp), for |x| < 2⁹⁷⁰. */
function upperHalf(x: number): number {
  const c = 134217729 * x; // 2²⁷ + 1
  return c - (c - x);
}
