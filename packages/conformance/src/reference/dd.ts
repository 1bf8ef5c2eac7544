/**
 * Double-double arithmetic: a number as the unevaluated sum hi + lo of two float64, |lo| ≤ ½ ulp(hi), about 106 bits.
 * Where the leading part is an infinity or NaN, lo is 0. Products keep all bits down to 2⁻⁹⁶⁹; below, they lose them gradually.
 */
export type DD = readonly [hi: number, lo: number];
const LARGE = 2 ** 970;

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
  if (Math.abs(a) > LARGE) return scale(twoProd(a * 2 ** -60, b), 60); // the split below would overflow
  if (Math.abs(b) > LARGE) return scale(twoProd(a, b * 2 ** -60), 60);
  const ah = upperHalf(a),
    al = a - ah,
    bh = upperHalf(b),
    bl = b - bh;
  return [p, al * bl - (p - ah * bh - al * bh - ah * bl)];
}

export const dd = (x: number): DD => [x, 0];
export const neg = (a: DD): DD => [-a[0], -a[1]];
export const abs = (a: DD): DD => (a[0] < 0 || Object.is(a[0], -0) ? neg(a) : a);
export const sub = (a: DD, b: DD): DD => sum(a[0], a[1], -b[0], -b[1]);
export const add = (a: DD, b: DD): DD => sum(a[0], a[1], b[0], b[1]);

/** (a + b) + (c + d), where b and d are what is left of a and c. */
function sum(a: number, b: number, c: number, d: number): DD {
  const s = a + c,
    t = b + d;
  if (!Number.isFinite(s)) return [s, 0];
  const v = s - a,
    w = t - b,
    e = a - (s - v) + (c - v) + t,
    f = b - (t - w) + (d - w);
  // What is 0 is not added: −0 stays.
  const none = e === 0 || e !== e,
    u = none ? s : s + e,
    g = none ? f : e - (u - s) + f;
  if (!Number.isFinite(u) || g === 0 || g !== g) return [u, 0];
  const x = u + g;
  return Number.isFinite(x) ? [x, g - (x - u)] : [x, 0];
}

export function mul(a: DD, b: DD): DD {
  const x = a[0],
    y = b[0],
    p = x * y;
  if (!Number.isFinite(p)) return [p, 0];
  const cross = x * b[1] + a[1] * y;
  if (p === 0 || Math.abs(x) > LARGE || Math.abs(y) > LARGE) return quick(p, twoProd(x, y)[1] + cross);
  // Veltkamp's halves, as in twoProd.
  const c = 134217729 * x,
    d = 134217729 * y,
    xh = c - (c - x),
    yh = d - (d - y),
    xl = x - xh,
    yl = y - yh,
    e = xl * yl - (p - xh * yh - xl * yh - xh * yl) + cross;
  if (e === 0 || e !== e) return [p, 0];
  const s = p + e;
  return Number.isFinite(s) ? [s, e - (s - p)] : [s, 0];
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
