/**
 * Random numbers by statistical tests with fixed seeds, and sources that are wrong by one mistake each, which the same tests must find. That the words
 * are those of Philox, and what is drawn from them, is judged exactly by the kind; here it is keys, counters, splits and distributions.
 */
import {
  bernoulli,
  type Draw,
  elementwise,
  generator,
  type Generator,
  normal as normals,
  normalQuantile,
  rand,
  randint,
  randn,
  setDefaultDevice,
  tensor,
  to,
  uniform,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { describe, expect, test } from "vitest";
import { stepped } from "../src/cases.js";
import { add, dd, mul } from "../src/reference/dd.js";
import { structural } from "../src/reference/index.js";
import * as reference from "../src/reference/philox.js";
import { quantile } from "../src/reference/randn.js";
import { ulpDistance } from "../src/ulp.js";
import {
  beyond,
  correlation,
  deviation,
  even,
  frequency,
  gammaQ,
  kolmogorov,
  NEVER,
  normal,
  normalTests,
  shared,
  tails,
  tests,
} from "./statistics.js";

const backend = cpu();
setDefaultDevice(backend);
const N = 2 ** 18;
const MANY = 2 ** 20;

type Counter = readonly [number, number, number, number];
function words(key: readonly [number, number], counter: Counter, count: number, draw: Draw = { form: "bits" }): Uint32Array {
  const storage = backend.reserve(4 * count),
    out = new Uint32Array(count);
  backend.run({ kind: "random", draw, key, counter, count, output: { storage, offset: 0, strides: [1] } });
  backend.readSync!(storage, out);
  backend.free(storage);
  return out;
}
/** The 24 bits of uniform numbers, in the upper part of words: what users see. */
const drawn = (g: Generator, count: number): Uint32Array => Uint32Array.from(rand([count], { generator: g }).dataSync(), (u) => u * 2 ** 32);
const LOWEST = 8;
const count = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const joined = (parts: readonly Uint32Array[]): Uint32Array => {
  const all = new Uint32Array(parts.reduce((n, x) => n + x.length, 0));
  let at = 0;
  for (const x of parts) {
    all.set(x, at);
    at += x.length;
  }
  return all;
};
const total = (x: ArrayLike<number>, f = (v: number): number => v): number => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += f(x[i]!);
  return sum;
};
/** What a second source has in turn with the first. */
const alternating = (x: Uint32Array, y: Uint32Array): Uint32Array => Uint32Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? y : x)[i >> 1]!);

const FULL = Object.entries(tests());
const SEEN = Object.entries(tests(LOWEST));
const only = (name: string, x: Uint32Array): number => tests()[name]!(x);
const results = (battery: typeof FULL, x: Uint32Array): [string, number][] => battery.map(([name, run]) => [name, run(x)]);
const failing = (found: readonly [string, number][]): string[] => found.filter(([, p]) => !(p >= NEVER)).map(([name]) => name);

test("the probabilities of the tests themselves, by SciPy 1.17", () => {
  const near = (got: number, want: number): void => expect(Math.abs(got / want - 1), `${got}, not ${want}`).toBeLessThan(1e-9);
  near(gammaQ(127.5, 127.5), 0.48822252177040637);
  near(gammaQ(127.5, 200), 1.6600025244123397e-8);
  near(deviation(5), 5.733031437583866e-7);
  near(normal(-3), 0.0013498980316300933);
  near(normal(1), 0.8413447460685429);
});

describe("ops are their references of the words of key and call", () => {
  const n = 2000,
    seed = 2 ** 40 + 3,
    given = (): { generator: Generator } => {
      const g = generator(0);
      g.setState({ seed, calls: 2 ** 33 + 5 });
      return { generator: g };
    };
  const from = reference.words([3, 2 ** 8], [0, 0, 5, 2], 2 * n),
    first = from.slice(0, n);
  const same = (got: ArrayLike<number>, want: readonly number[]): void => expect([...Array.from(got)]).toEqual(want);

  test("rand", () => same(rand([n], given()).dataSync(), first.map(structural.rand)));
  test("randint", () => {
    const want = count(n, (i) => structural.randint([from[2 * i]!, from[2 * i + 1]!], -50, 101));
    same(randint(-50, 51, [n], given()).dataSync(), want);
  });
  test("randn, to 0.501 ulp", () => {
    const got = randn([n], given()).dataSync();
    first.forEach((word, i) => expect(ulpDistance(got[i]!, structural.randn(word))).toBeLessThanOrEqual(0.501));
  });
  test("uniform, to 0.501 ulp of the float64 sum, and normal", () => {
    const [low, high] = [Math.fround(-0.1), Math.fround(0.7)],
      got = uniform(-0.1, 0.7, [n], given()).dataSync();
    first.forEach((word, i) => {
      const u = structural.rand(word);
      expect(ulpDistance(got[i]!, add(mul(dd(low), dd(1 - u)), mul(dd(high), dd(u))))).toBeLessThanOrEqual(0.501);
    });
    const z = randn([n], given()).dataSync();
    same(
      normals(3, 0.3, [n], given()).dataSync(),
      count(n, (i) => Math.fround(3 + Math.fround(Math.fround(0.3) * z[i]!))),
    );
  });
  test("bernoulli, to the last of 32 bits", () => {
    for (const p of [0.3, 1e-3, 0.999])
      same(
        bernoulli(p, { shape: [n], ...given() }).dataSync(),
        first.map((word) => structural.bernoulli(word, Math.fround(p))),
      );
    // The words themselves as probabilities, and their neighbours in float32: where float32 has room for them, the first is no success and the next is.
    const p = Float32Array.from(first, (word) => word * 2 ** -32),
      above = p.map((x) => stepped(x, 1));
    for (const each of [p, above])
      same(
        bernoulli(each, given()).dataSync(),
        first.map((word, i) => structural.bernoulli(word, each[i]!)),
      );
  });
});

describe("words", () => {
  test.each([
    [0, 0],
    [1, 0],
    [2 ** 32 - 1, 2 ** 32 - 1],
  ] as const)("of key %i, %i pass every test", (...key) => expect(failing(results(FULL, words(key, [0, 0, 0, 0], N)))).toEqual([]));
  test("of as many calls and of as many keys, eight of each, pass", () => {
    const g = generator(77),
      calls = count(2 ** 14, () => drawn(g, 8)),
      keys = count(2 ** 14, (seed) => drawn(generator(seed), 8));
    for (const x of [calls, keys]) expect(failing(results(SEEN, joined(x)))).toEqual([]);
    // The first of all, the second of all, …
    for (const x of [calls, keys]) expect(failing(results(SEEN, joined(count(8, (i) => Uint32Array.from(x, (w) => w[i]!)))))).toEqual([]);
  });
  test("of 2^14 generators split from one, and from one another, pass", () => {
    const wide = generator(5).split(2 ** 14);
    let deep = generator(6);
    const chain = count(2 ** 14, () => (deep = deep.split(1)[0]!));
    for (const split of [wide, chain]) {
      const x = split.map((g) => drawn(g, 8));
      expect(failing(results(SEEN, joined(x)))).toEqual([]);
      expect(failing(results(SEEN, joined(count(8, (i) => Uint32Array.from(x, (w) => w[i]!)))))).toEqual([]);
    }
  });
  test("of a generator, of those split from it and of what it gives afterwards are independent", () => {
    const parent = generator(123),
      before = drawn(parent, N),
      streams = [before, ...parent.split(3).map((g) => drawn(g, N)), drawn(parent, N)];
    streams.forEach((x, i) =>
      streams.slice(0, i).forEach((y) => {
        for (const lag of [0, 1, 2, 3, 4]) {
          expect(correlation(x.subarray(lag), y.subarray(0, N - lag))).toBeGreaterThan(NEVER);
          expect(correlation(y.subarray(lag), x.subarray(0, N - lag))).toBeGreaterThan(NEVER);
        }
        expect(shared(x.subarray(0, 2 ** 14), y.subarray(0, 2 ** 14))).toBeGreaterThan(NEVER);
        expect(failing(results(SEEN, alternating(x.subarray(0, N / 4), y.subarray(0, N / 4))))).toEqual([]);
      }),
    );
  });
  test("consecutive calls share nothing, whatever their sizes", () => {
    const g = generator(9),
      calls = [1, 4, 5, 1000, 4096, 16_384].map((n) => drawn(g, n + 2));
    calls.forEach((x, i) => calls.slice(0, i).forEach((y) => expect(shared(x, y)).toBeGreaterThan(NEVER)));
  });
});

describe("distributions", () => {
  test("rand is uniform, and its moments are those of the multiples of 2^-24", () => {
    const x = rand([2 ** 22], { generator: generator(31) }).dataSync();
    expect(kolmogorov(Float64Array.from(x), (u) => u)).toBeGreaterThan(NEVER);
    const n = x.length,
      sum = (power: number): number => total(x, (u) => u ** power);
    expect(deviation((sum(1) - n * (0.5 - 2 ** -25)) / Math.sqrt(n / 12))).toBeGreaterThan(NEVER);
    expect(deviation((sum(2) - n / 3) / Math.sqrt(n * (1 / 5 - 1 / 9)))).toBeGreaterThan(NEVER);
  });
  test("randn is normal: distribution, four moments, and the tails of 2^25 numbers", () => {
    const g = generator(32),
      counts = new Float64Array(3);
    let x = new Float32Array();
    for (let i = 0; i < 32; i++) beyond((x = randn([MANY], { generator: g }).dataSync() as Float32Array<ArrayBuffer>), counts);
    expect(counts[2]).toBeGreaterThan(0);
    expect(tails(counts, 32 * MANY)).toBeGreaterThan(NEVER);
    for (const [name, run] of Object.entries(normalTests)) expect(run(x), name).toBeGreaterThan(NEVER);
  });
  test.each([0, 2 ** -20, 0.1, 1 / 3, 0.5, 0.9, 1 - 2 ** -20, 1])("bernoulli(%f) is 1 that often", (p) => {
    const n = 2 ** 22,
      ones = total(bernoulli(p, { shape: [n], generator: generator(33) }).dataSync()),
      exact = Math.fround(p);
    if (p === 0 || p === 1) expect(ones).toBe(p * n);
    else if (Math.min(exact, 1 - exact) < 1e-3)
      expect(p < 0.5 ? frequency(ones, n * exact) : frequency(n - ones, n * (1 - exact))).toBeGreaterThan(NEVER);
    else expect(deviation((ones - n * exact) / Math.sqrt(n * exact * (1 - exact)))).toBeGreaterThan(NEVER);
  });
  test.each([2, 3, 6, 10, 1000, 3 * 2 ** 29, 2 ** 31, 2 ** 32 - 1])("randint of %d values prefers none", (range) => {
    const low = range > 2 ** 31 ? -(2 ** 31) : -7,
      x = randint(low, low + range, [N], { generator: generator(34) }).dataSync();
    expect(fair(range, (i) => x[i]! - low)).toBeGreaterThan(NEVER);
  });
});

describe("element types", () => {
  const n = 2000,
    seed = 2 ** 34 + 7,
    given = () => ({ generator: generator(seed) }),
    /** The whole number below `range` that two words make. */
    whole = (w: readonly number[], i: number, range: number): number => structural.randint([w[2 * i]!, w[2 * i + 1]!], 0, range);
  const from = reference.words([seed % 2 ** 32, 4], [0, 0, 0, 0], 4 * n);
  /** 53 bits, as two numbers of 27 and 26. */
  const parts = (i: number): [number, number] => [whole(from, 2 * i, 2 ** 27), whole(from, 2 * i + 1, 2 ** 27) % 2 ** 26];
  const fraction = (i: number): number => (parts(i)[0] * 2 ** 26 + parts(i)[1]) * 2 ** -53;

  test("rand of float64 has 53 bits of four words, randn is the quantile of its middle", () => {
    const u = rand([n], { ...given(), dtype: "float64" }),
      z = randn([n], { ...given(), dtype: "float64" }).dataSync();
    expect(u.dtype).toBe("float64");
    expect([...u.dataSync()]).toEqual(count(n, fraction));
    let worst = 0;
    z.forEach((x, i) => {
      const [high, low] = quantile(fraction(i) - 0.5 + 2 ** -54);
      worst = Math.max(worst, Math.abs(x - high - low) / (2 ** Math.floor(Math.log2(Math.abs(high))) * 2 ** -52));
    });
    expect(worst).toBeLessThanOrEqual(8);
    expect(worst).toBeGreaterThan(0.5); // a comparison with itself would find nothing
  });
  test("the far tail of float64, where the ratio of the others is wrong", () => {
    const at = Float64Array.of(2 ** -54, 2 ** -50, 2 ** -37, 2 ** -36, 2 ** -35).map((area) => area - 0.5),
      far = elementwise("far", { body: (q) => normalQuantile(q, true) })(tensor(at)).dataSync(),
      near = elementwise("near", { body: (q) => normalQuantile(q) })(tensor(at)).dataSync();
    // By Python's statistics.NormalDist().inv_cdf.
    const want = -8.292361075813595;
    expect(far[0]).toBe(want);
    expect(Math.abs(near[0]! / want - 1)).toBeGreaterThan(2 ** -50);
    at.forEach((q, i) => {
      const [high, low] = quantile(q);
      if (q > -0.5 + 2 ** -41) expect(Math.abs(far[i]! - high - low)).toBeLessThanOrEqual(8 * 2 ** -50);
    });
  });
  test("float64 is drawn to its last bit", () => {
    const u = rand([N], { dtype: "float64", generator: generator(41) }).dataSync();
    expect(u.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(
      failing(
        results(
          FULL,
          Uint32Array.from(u, (x) => Math.floor(x * 2 ** 32)),
        ),
      ),
    ).toEqual([]);
    const lowest = Uint32Array.from(u, (x) => (((x * 2 ** 53) % 2 ** 21) * 2 ** 11) >>> 0);
    expect(failing(results(Object.entries(tests(11)), lowest))).toEqual([]);
    // Numbers of float32 have no such bits.
    const coarse = Uint32Array.from(rand([N], { generator: generator(41) }).dataSync(), (x) => (((x * 2 ** 53) % 2 ** 21) * 2 ** 11) >>> 0);
    expect(failing(results(Object.entries(tests(11)), coarse))).not.toEqual([]);
  });
  test.each([
    ["float16", 11],
    ["bfloat16", 8],
  ] as const)("rand of %s: each of the multiples of 2^-d comes as often as the others, and 1 never", (dtype, digits) => {
    const u = rand([N], { dtype, generator: generator(42) });
    expect(u.dtype).toBe(dtype);
    const x = u.dataSync();
    expect(x.every((v) => Number.isInteger(v * 2 ** digits) && v < 1)).toBe(true);
    expect(even(2 ** digits, N, (i) => x[i]! * 2 ** digits)).toBeGreaterThan(NEVER);
    // Rounded float32 numbers reach 1, and prefer even ones near it.
    const rounded = to(rand([N], { generator: generator(42) }), dtype).dataSync();
    expect(rounded.some((v) => v === 1)).toBe(true);
  });
  test("randn of every type is normal; the short ones are float32 rounded", () => {
    const z = randn([MANY], { generator: generator(43) });
    for (const dtype of ["float16", "bfloat16"] as const)
      expect([...randn([n], { dtype, generator: generator(43) }).dataSync()]).toEqual([
        ...to(randn([n], { generator: generator(43) }), dtype).dataSync(),
      ]);
    const wide = Float32Array.from(randn([MANY], { dtype: "float64", generator: generator(44) }).dataSync());
    for (const [name, run] of Object.entries(normalTests)) expect(run(wide), name).toBeGreaterThan(NEVER);
    expect(z.dtype).toBe("float32");
  });
  test("uniform and normal of float64 are drawn as float64", () => {
    const u = uniform(-0.1, 0.7, [n], { ...given(), dtype: "float64" }).dataSync();
    u.forEach((x, i) => expect(Math.abs(x - (-0.1 * (1 - fraction(i)) + 0.7 * fraction(i)))).toBeLessThanOrEqual(2 ** -52));
    const z = randn([n], { ...given(), dtype: "float64" }).dataSync();
    for (const x of [normals(3, 0.3, [n], { ...given(), dtype: "float64" }), normals(tensor(Float64Array.of(3)), 0.3, [n], given())])
      expect([...x.dataSync()]).toEqual([...z].map((v) => 3 + 0.3 * v));
    for (const dtype of ["float16", "bfloat16"] as const) {
      const x = uniform(1, 2, [N], { dtype, generator: generator(45) });
      expect(x.dtype).toBe(dtype);
      expect(x.dataSync().every((v) => v >= 1 && v < 2)).toBe(true);
    }
  });
  test.each(["bool", "uint8", "int32", "float16", "bfloat16", "float32", "float64"] as const)(
    "randint of %s prefers none, and has the numbers of int32",
    (dtype) => {
      const range = dtype === "bool" ? 2 : 200,
        x = randint(0, range, [N], { dtype, generator: generator(46) });
      expect(x.dtype).toBe(dtype);
      const values = x.dataSync();
      expect([...values]).toEqual([...randint(range, [N], { generator: generator(46) }).dataSync()]);
      expect(even(range, N, (i) => values[i]!)).toBeGreaterThan(NEVER);
    },
  );
});

/** By residues, and by 240 parts of the range, where there are so many values that all parts have as many. */
function fair(range: number, value: (i: number) => number): number {
  if (range < 2 ** 20) return even(range, N, value);
  const modulus = range % 3 === 0 ? 3 : 2;
  return Math.min(
    1,
    2 *
      Math.min(
        even(modulus, N, (i) => value(i) % modulus),
        even(240, N, (i) => Math.floor((value(i) / range) * 240)),
      ),
  );
}

describe("a source with one mistake does not pass", () => {
  const lcg = (n: number): Uint32Array => {
    let state = 1;
    return Uint32Array.from({ length: n }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0));
  };
  const good = (): Uint32Array => words([1, 2], [0, 0, 0, 0], N);
  test("a linear congruential generator: its low bits are too even", () => {
    for (const name of ["bytes are equally frequent", "pairs of neighbours are equally frequent"])
      expect(only(name, lcg(N)), name).toBeLessThan(NEVER);
  });
  test("one bit that is set a little too often", () =>
    expect(
      only(
        "every bit is one half of the time",
        good().map((w, i) => (i % 32 ? w : w | 0x1000)),
      ),
    ).toBeLessThan(NEVER));
  test("every sixteenth word repeats its neighbour", () => {
    const x = good();
    for (let i = 0; i < N; i += 16) x[i + 1] = x[i]!;
    for (const name of ["neighbours do not correlate", "spacings of birthdays"]) expect(only(name, x), name).toBeLessThan(NEVER);
  });
  test("words that rise, four at a time", () => {
    const x = good();
    for (let i = 0; i < N; i += 16) x.subarray(i, i + 4).sort();
    expect(only("runs up and down", x)).toBeLessThan(NEVER);
  });
  test("a little too much of the lower half", () =>
    expect(
      only(
        "uniform (Kolmogorov, Smirnov)",
        good().map((w, i) => (i % 50 ? w : w >>> 1)),
      ),
    ).toBeLessThan(NEVER));
  test("a call that begins in the last block of the one before", () => {
    const key = [9, 0] as const,
      n = 16_384,
      first = words(key, [0, 0, 5, 0], n);
    expect(shared(first, words(key, [n / 4 - 1, 0, 5, 0], n))).toBeLessThan(NEVER);
    expect(shared(first, words(key, [n / 4, 0, 5, 0], n))).toBeGreaterThan(NEVER);
  });
  test("a split that gives the numbers of its parent", () => {
    const x = drawn(generator(5), N),
      same = drawn(generator(5), N);
    expect(correlation(x, same)).toBeLessThan(NEVER);
    expect(only("neighbours do not correlate", alternating(x, same))).toBeLessThan(NEVER);
  });
  test("normal numbers by Box and Muller from 16 bits: the tails end too soon", () => {
    const radius = Float64Array.from({ length: 65536 }, (_, k) => Math.sqrt(-2 * Math.log((k + 0.5) / 65536))),
      cosine = Float64Array.from({ length: 65536 }, (_, k) => Math.cos((2 * Math.PI * k) / 65536));
    const counts = new Float64Array(3),
      normals = new Float32Array(MANY);
    for (let call = 0; call < 32; call++) {
      const x = words([3, 0], [0, 0, call, 0], MANY);
      for (let i = 0; i < MANY; i++) normals[i] = radius[x[i]! >>> 16]! * cosine[x[i]! & 65535]!;
      beyond(normals, counts);
    }
    expect(counts[2]).toBe(0);
    expect(tails(counts, 32 * MANY)).toBeLessThan(NEVER);
  });
  test("the sum of twelve uniform numbers is not normal, and neither are normal numbers that are too wide", () => {
    const u = rand([12 * N], { generator: generator(1) }).dataSync(),
      twelve = Float32Array.from({ length: N }, (_, i) => total(count(12, (j) => u[i + N * j]!)) - 6),
      wider = Float32Array.from(randn([N], { generator: generator(2) }).dataSync(), (x) => x * 1.03);
    expect(normalTests["four moments"]!(twelve)).toBeLessThan(NEVER);
    for (const [name, run] of Object.entries(normalTests)) expect(run(wider), name).toBeLessThan(NEVER);
  });
  test("bernoulli of four bits, and integers of one word each", () => {
    const n = 2 ** 22,
      ones = total(words([4, 0], [0, 0, 0, 0], n), (w) => +((w >>> 28) / 16 < 0.1));
    expect(deviation((ones - n * 0.1) / Math.sqrt(n * 0.09))).toBeLessThan(NEVER);
    const range = 3 * 2 ** 29,
      x = words([4, 0], [0, 0, 0, 0], N);
    expect(fair(range, (i) => Math.floor((x[i]! * range) / 2 ** 32))).toBeLessThan(NEVER);
  });
});
