/** The structural cases must fail a backend that is wrong in any one way: each test spoils the CPU backend's answers a little. */
import type { Backend, ConvRequest, PoolRequest, RandomRequest, Request, ScanRequest, SortRequest, Storage } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { describe, expect, test, vi } from "vitest";
import { DATA, WIDE_SUM } from "../src/kinds/case.js";
import { type KINDS, outputOf, runKind } from "../src/kinds/run.js";
import { verdict } from "../src/judge.js";
import { sum } from "../src/reference/sum.js";

vi.setConfig({ testTimeout: 60_000 });

type Spoil = (request: Request, floats: Float32Array) => void;

/** The backend, with each output changed after it was computed. */
function spoiled(spoil: Spoil, fault = (f: ReturnType<Backend["run"]>) => f): Backend {
  const real = cpu(),
    sizes = new WeakMap<Storage, number>();
  const reserve = (bytes: number): Storage => {
    const storage = real.reserve(bytes);
    sizes.set(storage, bytes);
    return storage;
  };
  const run = (request: Request) => {
    const answer = real.run(request),
      { storage } = outputOf(request),
      all = new Float32Array(sizes.get(storage)! / 4);
    real.readSync!(storage, all);
    spoil(request, all);
    real.write(storage, all);
    return fault(answer);
  };
  return { ...real, reserve, run };
}
const failures = async (backend: Backend, kind: keyof typeof KINDS): Promise<number> => (await runKind(backend, kind)).failures.length;

test("an unspoiled backend passes under the same wrapper", async () => {
  for (const kind of ["reduce", "rows", "copy", "concat", "matmul", "conv", "pool", "gather", "scatter", "scan", "sort", "random"] as const)
    expect(
      await failures(
        spoiled(() => {}),
        kind,
      ),
    ).toBe(0);
});

test("one element off by four ulp in every output is found", async () => {
  const last: Spoil = (r, x) => {
    if (r.kind === "scan" && r.dtype === "int32") return;
    const all = r.kind === "scan" && r.dtype === "float64" ? new Float64Array(x.buffer) : x;
    if (all.length > 16) all[all.length - 9] = all[all.length - 9]! * (1 + 4 * 2 ** (all === x ? -23 : -52));
  };
  for (const kind of ["reduce", "rows", "copy", "concat", "gather", "scatter", "scan"] as const)
    expect(await failures(spoiled(last), kind)).toBeGreaterThan(5);
});

test("a product that misses its last term is found", async () => {
  const short: Spoil = (r, x) => void (r.kind === "matmul" && r.k > 1 && x.length > 16 && (x[8] = x[8]! * 0.99));
  expect(await failures(spoiled(short), "matmul")).toBeGreaterThan(20);
});

test("a sum over windows that misses a term, and one whose stride or dilation is another, are found", async () => {
  const conv = (change: (r: ConvRequest) => Partial<ConvRequest>): Promise<number> => {
    const real = cpu();
    return failures({ ...real, run: (r) => real.run(r.kind === "conv" ? { ...r, ...change(r) } : r) }, "conv");
  };
  expect(await conv(({ taps }) => ({ taps: taps.map((n, d) => (d === taps.length - 1 ? n - 1 : n)) }))).toBeGreaterThan(100);
  expect(await conv(({ stride }) => ({ stride: stride.map((s) => Math.max(1, s - 1)) }))).toBeGreaterThan(100);
  expect(await conv(({ dilation }) => ({ dilation: dilation.map((s) => Math.max(1, s - 1)) }))).toBeGreaterThan(100);
});

test("a window that sees one element too few, or the last of equal ones, is found", async () => {
  const real = cpu(),
    pool = (change: (r: PoolRequest) => Partial<PoolRequest>): Promise<number> =>
      failures({ ...real, run: (r) => real.run(r.kind === "pool" ? { ...r, ...change(r) } : r) }, "pool");
  expect(await pool(({ windows }) => ({ windows: windows.map((w) => ({ ...w, count: w.count.map((n) => Math.max(1, n - 1)) })) }))).toBeGreaterThan(
    100,
  );
  expect(await pool(({ windows }) => ({ windows: windows.map((w) => ({ ...w, divisors: w.divisors.map((n) => n + 1) })) }))).toBeGreaterThan(100);
  const next: Spoil = (r, x) => {
    const places = new Int32Array(x.buffer);
    if (r.kind === "pool" && r.combine === "argmax" && x.length > 16) places[8]! += 1;
  };
  expect(await failures(spoiled(next), "pool")).toBeGreaterThan(40);
});

test("a random word with one wrong bit, a block that is left out, and a wrap that does not carry are found", async () => {
  const random = async (change: (r: RandomRequest) => Partial<RandomRequest>): Promise<number> => {
    const real = cpu();
    return failures({ ...real, run: (r) => real.run(r.kind === "random" && r.count < 500 ? { ...r, ...change(r) } : r) }, "random");
  };
  const bit: Spoil = (_, x) => void (x.length > 16 && (new Uint32Array(x.buffer)[x.length - 9]! ^= 1));
  expect(await failures(spoiled(bit), "random")).toBeGreaterThan(20);
  expect(await random(({ counter: [a, ...rest] }) => ({ counter: [(a + 1) % 2 ** 32, ...rest] }))).toBeGreaterThan(500);
  // The upper word moved back where the lower one wraps, so that only what comes before the wrap is wrong.
  expect(await random(({ counter: [a, b, ...rest] }) => ({ counter: [a, a > 2 ** 31 ? b ^ 1 : b, ...rest] }))).toBeGreaterThan(500);
  expect(await random(({ key: [k, l] }) => ({ key: [l, k] }))).toBeGreaterThan(500);
  expect(await random(({ draw }) => ({ draw: draw.form === "fraction" ? { form: "uniform" } : draw }))).toBeGreaterThan(10);
  expect(await random(({ draw }) => ({ draw: draw.form === "integer" ? { ...draw, range: draw.range - 1 || 1 } : draw }))).toBeGreaterThan(10);
});

test("a write outside the output throws", async () => {
  const before: Spoil = (_, x) => void (x[7] = 0),
    after: Spoil = (_, x) => void (x[x.length - 8] = 0);
  for (const spoil of [before, after]) await expect(failures(spoiled(spoil), "copy")).rejects.toThrow(/wrote outside/);
});

test("a fault that is kept silent, or is the wrong one, is found", async () => {
  for (const kind of ["gather", "scatter"] as const) {
    expect(
      await failures(
        spoiled(
          () => {},
          () => null,
        ),
        kind,
      ),
    ).toBeGreaterThanOrEqual(4);
    expect(
      await failures(
        spoiled(
          () => {},
          (f) => (f && "index" in f ? { index: f.index + 1 } : f),
        ),
        kind,
      ),
    ).toBeGreaterThanOrEqual(4);
  }
});

describe("scan", () => {
  /** The backend, with requests changed before they are run. */
  const other = (change: (r: ScanRequest) => Partial<ScanRequest>): Backend => {
    const real = cpu();
    return { ...real, run: (r) => real.run(r.kind === "scan" && r.shape[1] < 20 ? { ...r, ...change(r) } : r) };
  };
  test("another order, another direction and a missing term are found", async () => {
    const { order, reverse } = { order: "inclusive", reverse: false } as const;
    for (const change of [() => ({ order }), () => ({ reverse }), (r: ScanRequest) => (r.factor && r.term ? { term: null } : {})])
      expect(await failures(other(change), "scan")).toBeGreaterThan(500);
  });
  test("a total beyond int32 that is not told of, and one that is told of without reason, are found", async () => {
    const silent = spoiled(
      () => {},
      (f) => (f && "overflow" in f ? null : f),
    );
    expect(await failures(silent, "scan")).toBeGreaterThanOrEqual(4);
    const loud = spoiled(
      () => {},
      () => ({ overflow: true }),
    );
    expect(await failures(loud, "scan")).toBeGreaterThan(100);
  });
  test("whole numbers that pass through float32, and float64 that does, are found", async () => {
    const rounded: Spoil = (r, x) => {
      if (r.kind !== "scan" || r.dtype === "float32") return;
      const all = r.dtype === "int32" ? new Int32Array(x.buffer) : new Float64Array(x.buffer);
      for (let i = 8; i < all.length - 8; i++) all[i] = Math.fround(all[i]!);
    };
    expect(await failures(spoiled(rounded), "scan")).toBeGreaterThan(1000);
  });
  test("partial products in float64 without an exponent are found", async () => {
    // What leaves float64 is infinite or 0 from there on.
    const stuck: Spoil = (r, x) => {
      if (r.kind !== "scan" || r.dtype !== "float32" || r.term || r.shape[2] !== 1 || r.reverse) return;
      const at = x.findIndex((v, i) => i > 8 && !Number.isFinite(v));
      if (at > 0) x.fill(Infinity, at, x.length - 8);
    };
    expect(await failures(spoiled(stuck), "scan")).toBeGreaterThan(100);
  });
});

describe("sort", () => {
  const places = (x: Float32Array): Int32Array => new Int32Array(x.buffer).subarray(8, x.length - 8);
  const lie =
    (spoil: (p: Int32Array, r: SortRequest) => void): Spoil =>
    (r, x) =>
      void (r.kind === "sort" && spoil(places(x), r));
  test("two neighbours exchanged, wherever they are", async () => {
    const swap = lie((p) => void (p.length > 1 && ([p[0], p[1]] = [p[1]!, p[0]!])));
    expect(await failures(spoiled(swap), "sort")).toBeGreaterThan(300);
  });
  test("descending as ascending from the other end, which turns equals", async () => {
    const real = cpu();
    const turned: Backend = {
      ...real,
      run(r) {
        if (r.kind !== "sort" || !r.descending || r.count !== r.n || r.n > 100) return real.run(r);
        const answer = real.run({ ...r, descending: false }),
          all = new Int32Array(r.output.offset + r.rows * r.n);
        real.readSync!(r.output.storage, all);
        for (let row = r.output.offset; row < all.length; row += r.n) all.subarray(row, row + r.n).reverse();
        real.write(r.output.storage, all);
        return answer;
      },
    };
    expect(await failures(turned, "sort")).toBeGreaterThan(300);
  });
  test("the other direction", async () => {
    const real = cpu();
    const backwards: Backend = { ...real, run: (r) => real.run(r.kind === "sort" && r.n < 100 ? { ...r, descending: !r.descending } : r) };
    expect(await failures(backwards, "sort")).toBeGreaterThan(1000);
  });
});

test("adding one float32 to the next breaks the bound of sums", () => {
  const terms = DATA.positive!(16_385, 1),
    { value, magnitude } = sum(terms);
  const got = terms.reduce((s, t) => Math.fround(s + t), 0),
    wide = Math.fround(terms.reduce((s, t) => s + t, 0));
  const ask = (y: number) => verdict({ address: () => "sum:f32:plain", inputs: [], got: y, truth: value, magnitude, bound: WIDE_SUM });
  expect(ask(got).pass).toBe(false);
  expect(ask(wide).pass).toBe(true);
});
