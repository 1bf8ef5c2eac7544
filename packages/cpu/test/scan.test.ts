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
  const request = { kind: "scan", shape, order, reverse, factor: put(factor), term: put(term), output } as const;
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
    scan(machine, { kind: "scan", shape, order, reverse: false, factor: put(factor), term: put(term), output });
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
