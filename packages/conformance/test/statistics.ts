/**
 * Tests of random numbers. Each answers the probability that a perfect source does at least as badly, and a test of several numbers the
 * least of them times their count. They are two-sided: what is too even is as wrong as what is too uneven.
 */

/** Less than this never happens: with all tests of this project, once in thousands of choices of seeds. */
export const NEVER = 1e-6;

export type Test<T> = (x: T) => number;

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const worst = (ps: readonly number[]): number => Math.min(1, Math.min(...ps) * ps.length);
const twoSided = (upper: number, lower = 1 - upper): number => Math.min(1, 2 * Math.min(upper, lower));

/** Of words of 32 bits, of which those below `lowest` are not looked at. */
export const tests = (lowest = 0): Readonly<Record<string, Test<Uint32Array>>> => ({
  "every bit is one half of the time": (x) =>
    worst(
      count(32 - lowest).map((b) => {
        let ones = 0;
        for (const w of x) ones += (w >>> (b + lowest)) & 1;
        return deviation((ones - x.length / 2) / Math.sqrt(x.length / 4));
      }),
    ),
  "bytes are equally frequent": (x) => worst([24, 16, 8, 0].filter((s) => s >= lowest).map((s) => even(256, x.length, (i) => (x[i]! >>> s) & 255))),
  "pairs of neighbours are equally frequent": (x) =>
    worst([28, lowest].map((s) => even(256, x.length >> 1, (i) => (((x[2 * i]! >>> s) & 15) << 4) | ((x[2 * i + 1]! >>> s) & 15)))),
  "neighbours do not correlate": (x) => worst([1, 2, 3, 4, 5].map((lag) => correlation(x.subarray(0, x.length - lag), x.subarray(lag)))),
  "runs up and down": (x) => {
    let runs = 1;
    for (let i = 2; i < x.length; i++) runs += +(x[i]! > x[i - 1]! !== x[i - 1]! > x[i - 2]!);
    return deviation((runs - (2 * x.length - 1) / 3) / Math.sqrt((16 * x.length - 29) / 90));
  },
  "spacings of birthdays": (x) => worst([birthdays(x, lowest, (w) => w >>> lowest), birthdays(x, lowest, (w) => reversed(w))]),
  "uniform (Kolmogorov, Smirnov)": (x) =>
    kolmogorov(
      Float64Array.from(x, (w) => (w + 0.5) / 2 ** 32),
      (u) => u,
    ),
});

/** Whether uniform words of one place go with those of the other. */
export function correlation(x: Uint32Array, y: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! / 2 ** 32 - 0.5) * (y[i]! / 2 ** 32 - 0.5);
  return deviation((12 * sum) / Math.sqrt(x.length));
}

/** Windows of three words (their upper 24, 24 and 5 bits) that x and y share. */
export function shared(x: Uint32Array, y: Uint32Array): number {
  const key = (a: Uint32Array, i: number): number => (a[i]! >>> 8) * 2 ** 29 + (a[i + 1]! >>> 8) * 2 ** 5 + (a[i + 2]! >>> 27);
  const windows = (a: Uint32Array): number[] => count(a.length - 2).map((i) => key(a, i));
  const seen = new Set(windows(x)),
    hits = windows(y).filter((k) => seen.has(k)).length;
  return atLeast(hits, (x.length * y.length) / 2 ** 53);
}

/** Marsaglia's test: of 4,096 birthdays in a year of 2³² days about four spacings are equal. Shorter years get fewer birthdays. */
function birthdays(x: Uint32Array, lowest: number, day: (w: number) => number): number {
  const n = 2 ** (12 - Math.round(lowest / 3)),
    groups = Math.floor(x.length / n),
    days = new Float64Array(n);
  let equal = 0;
  for (let g = 0; g < groups; g++) {
    for (let i = 0; i < n; i++) days[i] = day(x[g * n + i]!);
    days.sort();
    const spacings = days.map((d, i) => (i ? d - days[i - 1]! : d)).sort();
    for (let i = 1; i < n; i++) equal += +(spacings[i] === spacings[i - 1]);
  }
  return frequency(equal, (groups * n ** 3) / 4 / 2 ** (32 - lowest));
}
function reversed(w: number): number {
  let r = 0;
  for (let i = 0; i < 32; i++) r = (r << 1) | ((w >>> i) & 1);
  return r >>> 0;
}

/** Of standard normal numbers. */
export const normalTests: Readonly<Record<string, Test<Float32Array>>> = {
  "normal (Kolmogorov, Smirnov)": (x) => kolmogorov(Float64Array.from(x), normal),
  // The variances of x, x², x³ and x⁴ are 1, 2, 15 and 96.
  "four moments": (x) =>
    worst(
      [
        [1, 0, 1],
        [2, 1, 2],
        [3, 0, 15],
        [4, 3, 96],
      ].map(([power, mean, variance]) => {
        let sum = 0;
        for (const v of x) sum += v ** power!;
        return deviation((sum - x.length * mean!) / Math.sqrt(x.length * variance!));
      }),
    ),
};
/** How many lie beyond 3, 4 and 5 standard deviations, on either side. */
export function beyond(x: Float32Array, counts = new Float64Array(3)): Float64Array {
  for (const v of x) {
    const size = Math.abs(v);
    if (size > 3) counts[0]! += 1;
    if (size > 4) counts[1]! += 1;
    if (size > 5) counts[2]! += 1;
  }
  return counts;
}
export const tails = (counts: Float64Array, n: number): number => worst([3, 4, 5].map((s, i) => frequency(counts[i]!, n * 2 * normal(-s))));

/** χ² of equally likely bins. */
export function even(bins: number, n: number, bin: (i: number) => number): number {
  const counts = new Float64Array(bins);
  for (let i = 0; i < n; i++) counts[bin(i)]! += 1;
  const chi = counts.reduce((sum, c) => sum + (c - n / bins) ** 2, 0) / (n / bins);
  return twoSided(gammaQ((bins - 1) / 2, chi / 2));
}

/** How many of rare events there were, of as many as were expected; of events that are not rare, a cautious bound. */
export const frequency = (events: number, expected: number): number => twoSided(atLeast(events, expected), gammaQ(events + 1, expected));
const atLeast = (events: number, expected: number): number => (events === 0 ? 1 : gammaP(events, expected));

/** Of a number that is standard normal. */
export const deviation = (z: number): number => gammaQ(0.5, (z * z) / 2);

export const normal = (x: number): number => (x < 0 ? gammaQ(0.5, (x * x) / 2) / 2 : 1 - gammaQ(0.5, (x * x) / 2) / 2);

export function kolmogorov(x: Float64Array, distribution: (x: number) => number): number {
  x.sort();
  let d = 0;
  x.forEach((v, i) => {
    const p = distribution(v);
    d = Math.max(d, p - i / x.length, (i + 1) / x.length - p);
  });
  const root = Math.sqrt(x.length),
    t = (root + 0.12 + 0.11 / root) * d;
  if (t < 0.3) return 2 * Math.exp((-Math.PI * Math.PI) / (8 * t * t)) * (Math.sqrt(2 * Math.PI) / t); // too even
  const upper = count(20).reduce((sum, k) => sum + (k % 2 ? -2 : 2) * Math.exp(-2 * (k + 1) ** 2 * t * t), 0);
  return Math.max(Math.min(upper, 1), 0);
}

/** The upper part of the incomplete gamma function, as a probability: by its series or its continued fraction (Lentz), to 1e-12. */
export function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x < a + 1) return 1 - series(a, x);
  let b = x + 1 - a,
    c = 1e300,
    d = 1 / b,
    h = d;
  for (let i = 1; i < 100_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return Math.exp(a * Math.log(x) - x - lgamma(a)) * h;
}
/** The lower part. */
export const gammaP = (a: number, x: number): number => (x <= 0 ? 0 : x < a + 1 ? series(a, x) : 1 - gammaQ(a, x));
function series(a: number, x: number): number {
  let term = 1 / a,
    sum = term;
  for (let n = a + 1; term > sum * 1e-16; n++) sum += term *= x / n;
  return sum * Math.exp(a * Math.log(x) - x - lgamma(a));
}
/** Stirling's series, from 10 on; below, by the recurrence. */
function lgamma(x: number): number {
  let shift = 0;
  for (; x < 10; x++) shift -= Math.log(x);
  const y = 1 / (x * x);
  return shift + (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x;
}
