import { describe, expect, test } from "vitest";
import type { ScanRequest } from "@evenkeel/core";
import { scan } from "../src/kinds/scan.js";
import { bits, contiguous, count, difference, floats, machine, place, room, taken } from "./place.js";

type Shape = ScanRequest["shape"];
type Order = ScanRequest["order"];
const ORDERS: readonly Order[] = ["inclusive", "exclusive", "lagged"];

interface Operands {
  readonly factor?: Float32Array;
  readonly term?: Float32Array;
}

/** Against the recurrence in float64, whose range the data must not leave: bit for bit. */
function check({ factor, term }: Operands, shape: Shape, order: Order, reverse: boolean, steps = contiguous(shape), offset = 0): void {
  const [outer, n, inner] = shape;
  const expected = new Float32Array(count(shape));
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let y = term ? 0 : 1;
      for (let s = 0; s < n; s++) {
        const j = reverse ? n - 1 - s : s,
          from = offset + o * steps[0]! + j * steps[1]! + i * steps[2]!,
          to = (o * n + j) * inner + i;
        if (order === "exclusive") expected[to] = y;
        if (order === "lagged" && term) y += term[from]!;
        if (order === "lagged") expected[to] = y;
        if (factor) y *= factor[from]!;
        if (order !== "lagged" && term) y += term[from]!;
        if (order === "inclusive") expected[to] = y;
      }
    }
  const output = room(shape),
    put = (x?: Float32Array) => (x ? place(x, steps, offset) : null);
  const request = { kind: "scan", dtype: "float32", shape, order, reverse, factor: put(factor), term: put(term), output } as const;
  expect(scan(machine, request)).toBeNull();
  expect(difference(taken(output, shape), bits(expected)), `${shape} ${order} ${reverse} ${steps}`).toBeNull();
  for (const view of [request.factor, request.term, output]) if (view) machine.free(view.storage as never);
}

/** Factors near 1, so that their products stay near. */
const near = (n: number): Float32Array => floats(5, n).map((v) => 1 + v / 2 ** 12);
const terms = floats(6, 100_000);
const SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 31, 1000];

describe.each([false, true])("reversed: %s", (reverse) => {
  test.each(SIZES)("lines of %i", (n) => {
    for (const order of ORDERS) {
      for (const [outer, inner] of [
        [1, 1],
        [3, 1],
        [4, 1],
        [5, 1],
        [2, 3],
        [1, 4],
        [2, 9],
      ] as const) {
        const shape: Shape = [outer, n, inner];
        check({ term: terms }, shape, order, reverse);
        check({ factor: near(1000 * 18) }, shape, order, reverse);
        check({ factor: near(1000 * 18), term: terms }, shape, order, reverse);
      }
    }
  });
  test("more lines than one call takes, and lines longer than a call", () => {
    check({ term: terms }, [10_001, 9, 1], "inclusive", reverse);
    check({ term: terms }, [1, 9, 10_001], "inclusive", reverse);
    check({ term: terms }, [1, 70_000, 1], "inclusive", reverse);
    check({ factor: near(70_000), term: terms }, [2, 35_000, 1], "lagged", reverse);
  });
  test("lines that lie in any way", () => {
    check({ term: terms }, [3, 10, 5], "inclusive", reverse, [1, 3, 30]);
    check({ term: terms }, [3, 10, 5], "inclusive", reverse, [-50, 5, -1], 149);
    check({ term: terms }, [3, 10, 5], "exclusive", reverse, [0, 0, 1]);
    check({ factor: near(100), term: terms }, [3, 10, 1], "inclusive", reverse, [10, 0, 7], 2);
  });
});

test("nothing to go along", () => {
  for (const shape of [
    [0, 3, 2],
    [2, 0, 3],
    [2, 3, 0],
  ] as const)
    check({ term: terms }, shape, "inclusive", false);
});

describe("beyond the range of float64", () => {
  const run = (order: Order, factor: number[] | null, term: number[] | null = null): number[] => {
    const shape: Shape = [1, (factor ?? term)!.length, 1],
      output = room(shape),
      put = (x: number[] | null) => x && place(Float32Array.from(x), [0, 1, 0]);
    scan(machine, { kind: "scan", dtype: "float32", shape, order, reverse: false, factor: put(factor), term: put(term), output });
    return [...new Float32Array(taken(output, shape).buffer)];
  };
  const [up, down] = [new Array<number>(40).fill(2 ** 120), new Array<number>(40).fill(2 ** -120)];
  test("a product goes there and comes back", () => {
    expect(run("inclusive", [...up, ...down, 3]).slice(-2)).toEqual([1, 3]);
    expect(run("inclusive", [...down, ...up, -3]).slice(-2)).toEqual([1, -3]);
    expect(run("inclusive", [...up, ...down]).slice(4, 70)).toEqual(new Array(66).fill(Infinity));
    expect(run("inclusive", [-1, ...down, ...up]).slice(4, 70)).toEqual(new Array(66).fill(-0));
  });
  test("0, infinities and NaN stay what they are", () => {
    expect(run("inclusive", [...up, 0, ...up]).slice(39, 43)).toEqual([Infinity, 0, 0, 0]);
    expect(run("inclusive", [...up, 0, Infinity, 1]).slice(-2)).toEqual([NaN, NaN]);
    expect(run("inclusive", [...down, Infinity, ...down]).slice(39, 42)).toEqual([0, Infinity, Infinity]);
    expect(run("inclusive", [...up, NaN, 0]).slice(-2)).toEqual([NaN, NaN]);
  });
  test("a term joins a state of any size", () => {
    const none = new Array<number>(40).fill(0);
    // The state begins at 0: the first term gives it a size.
    expect(run("inclusive", [1, ...up, ...down], [1, ...none, ...none]).at(-1)).toBe(1);
    expect(run("inclusive", [1, ...down, 1, ...up], [1, ...none, 5, ...none]).slice(41, 44)).toEqual([5, 5 * 2 ** 120, Infinity]);
    expect(run("inclusive", [1, ...down, ...up], [1, ...none, ...none]).at(-1)).toBe(1);
    expect(run("inclusive", [1, ...up, 1, ...down], [1, ...none, -5, ...none]).at(-1)).toBe(1);
    // States near 1 that were last scaled far above it, and far below.
    const zeros = none.slice(0, 10);
    expect(run("inclusive", [1, ...up.slice(0, 5), ...down.slice(0, 5), 1], [1, ...zeros, 3]).at(-1)).toBe(4);
    expect(run("inclusive", [1, ...down.slice(0, 5), ...up.slice(0, 5), 1], [1, ...zeros, 3]).at(-1)).toBe(4);
    expect(run("inclusive", [1, ...up, 0, 1], [1, ...none, 7, 2]).slice(-2)).toEqual([7, 9]);
    expect(run("inclusive", [1, ...up, 1, 1], [1, ...none, -Infinity, Infinity]).slice(-2)).toEqual([-Infinity, NaN]);
  });
});

describe("other types", () => {
  const SHAPES: readonly Shape[] = [
    [1, 1, 1],
    [3, 7, 1],
    [5, 9, 1],
    [2, 8, 3],
    [1, 31, 9],
    [9_000, 5, 1],
  ];
  /** The elements of an output between guards. */
  function run<D extends Float64Array | Int32Array>(
    make: (n: number) => D,
    dtype: "float64" | "int32",
    data: D,
    shape: Shape,
    by: Partial<ScanRequest>,
  ): D {
    const size = count(shape),
      output = place(make(size + 32).fill(99), contiguous(shape), 16),
      operand = place(data, contiguous(shape));
    const request = { kind: "scan", dtype, shape, order: "inclusive", reverse: false, factor: null, term: operand, output, ...by } as const;
    expect(scan(machine, by.factor === undefined ? request : { ...request, factor: operand, term: null })).toBeNull();
    const { address } = output.storage as unknown as { address: number },
      all = make(size + 32);
    new Uint8Array(all.buffer).set(machine.memory.u8.subarray(address, address + all.byteLength));
    expect([...all.subarray(0, 16), ...all.subarray(size + 16)]).toEqual(new Array(32).fill(99));
    for (const view of [output, operand]) machine.free(view.storage as never);
    return all.slice(16, size + 16) as D;
  }
  const lines = <D extends Float64Array | Int32Array>(
    data: D,
    [outer, n, inner]: Shape,
    reverse: boolean,
    step: (x: readonly number[]) => number[],
  ): D => {
    const out = data.slice(0, outer * n * inner) as D;
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const at = Array.from({ length: n }, (_, j) => (o * n + (reverse ? n - 1 - j : j)) * inner + i);
        step(at.map((k) => data[k]!)).forEach((y, j) => (out[at[j]!] = y));
      }
    return out;
  };
  const running = (start: number, next: (y: number, x: number) => number) => (x: readonly number[]) =>
    x.map(
      (
        (y) => (v) =>
          (y = next(y, v))
      )(start),
    );
  /** Neumaier's sum, as it is written. */
  const compensated = (x: readonly number[]): number[] => {
    let [s, c] = [0, 0];
    return x.map((v) => {
      const t = s + v;
      c += Math.abs(s) >= Math.abs(v) ? s - t + v : v - t + s;
      return (s = t) + c;
    });
  };
  const doubles = Float64Array.from(terms, (v, i) => v * (1 + (i % 9) * 2 ** -33) * 2 ** ((i % 5) * 20));
  const small = Int32Array.from(terms, (v) => Math.round(v * 100));
  const signs = Int32Array.from(terms, (v) => Math.sign(v));
  test.each([false, true])("bit for bit, reversed: %s", (reverse) => {
    for (const shape of SHAPES) {
      expect(run((n) => new Float64Array(n), "float64", doubles, shape, { reverse })).toEqual(lines(doubles, shape, reverse, compensated));
      const factors = doubles.map((v) => 1 + v * 2 ** -90);
      expect(run((n) => new Float64Array(n), "float64", factors, shape, { reverse, factor: null })).toEqual(
        lines(
          factors,
          shape,
          reverse,
          running(1, (y, v) => y * v),
        ),
      );
      expect(run((n) => new Int32Array(n), "int32", small, shape, { reverse })).toEqual(
        lines(
          small,
          shape,
          reverse,
          running(0, (y, v) => y + v),
        ),
      );
      expect(run((n) => new Int32Array(n), "int32", signs, shape, { reverse, factor: null })).toEqual(
        lines(
          signs,
          shape,
          reverse,
          running(1, (y, v) => y * v),
        ),
      );
    }
  });
  test("a total beyond int32, in any line and at any step, is a fault", () => {
    const shape: Shape = [2, 3, 5];
    for (let at = 0; at < 30; at++) {
      const data = new Int32Array(30).fill(1),
        ask = (value: number, order: Order): unknown => {
          data[at] = value;
          const output = room(shape),
            term = place(data, contiguous(shape));
          return scan(machine, { kind: "scan", dtype: "int32", shape, order, reverse: false, factor: null, term, output });
        };
      const step = Math.floor(at / 5) % 3;
      expect(ask(2 ** 31 - 3, "inclusive")).toBeNull();
      expect(ask(2 ** 31 - 1, "inclusive")).toEqual({ overflow: true });
      // Exclusive sums do not have the last.
      expect(ask(2 ** 31 - 1, "exclusive")).toEqual(step === 2 ? null : { overflow: true });
    }
  });
});
