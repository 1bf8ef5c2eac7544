/** Graphs that are met again are restated by a recipe: no bit of what comes of them differs, and what is of another structure has none. */
import * as core from "@evenkeel/core";
import { backward } from "@evenkeel/autograd";
import { modes, recipes } from "@evenkeel/core/internal";
import { cpu } from "@evenkeel/cpu";
import { beforeEach, describe, expect, test } from "vitest";
import { computed, CORE } from "../src/catalogue/judge.js";
import { given, type Point, pointsOf } from "../src/catalogue/points.js";
import type { Row } from "../src/catalogue/row.js";
import { PARTS } from "../src/catalogue/rows/index.js";
import { rowOf } from "../src/differential/expression.js";
import { draw } from "../src/differential/generate.js";

beforeEach(() => core.setDefaultDevice(cpu()));

/** How often a recipe was followed while something was done. */
function followed(f: () => void): number {
  const before = recipes.followed;
  f();
  return recipes.followed - before;
}
/** The bits of three times, of which the last is by a recipe, if there is anything to restate. */
function thrice(row: Row, point: Point): void {
  const once = (): string => {
    const { values, gradients } = computed(row, point, "on");
    return [...values, ...gradients].map((x) => (Object.is(x, -0) ? "-0" : String(x))).join();
  };
  const [first, second, third] = [once(), once(), once()];
  expect(second).toBe(first);
  expect(third).toBe(first);
}

describe("the third time has the bits of the first", () => {
  test.each(PARTS.map((p) => [p.name, p.rows] as const))("%s", (_, rows) => {
    const n = followed(() => {
      for (const row of rows) thrice(row, row.fails[0] ? given(row, row.fails[0]) : pointsOf(row, 1)[0]!);
    });
    expect(n).toBeGreaterThan(rows.length / 2);
  });
  test("of random expressions", () => {
    const n = followed(() => {
      for (let seed = 1; seed <= 200; seed++) {
        const { expression, leaves, point } = draw(seed),
          shapes = leaves.map((x) => x.shape);
        try {
          thrice(rowOf(expression, shapes), point);
        } catch (e) {
          throw new Error(`seed ${seed}: ${expression.text}`, { cause: e });
        }
      }
    });
    expect(n).toBeGreaterThan(50);
  });
});

/** Ways in which data may come: as it was given, computed, copied, computed before, and a view. */
const WAYS: readonly ((x: core.Tensor) => core.Tensor)[] = [
  (x) => x,
  (x) => core.add(x, 0),
  (x) => core.detach(core.mul(x, 1)),
  (x) => {
    const y = core.neg(core.neg(x));
    y.dataSync();
    return y;
  },
  (x) => (x.ndim ? core.flip(core.flip(x, 0), 0) : x),
];
/** The algebra with every third result read at once. */
function reading(): typeof CORE {
  let n = 0;
  const read =
    (f: (...x: never[]) => core.Tensor) =>
    (...x: never[]): core.Tensor => {
      const y = f(...x);
      if (y instanceof core.Tensor && n++ % 3 === 0) y.dataSync();
      return y;
    };
  return Object.fromEntries(Object.entries(CORE).map(([name, f]) => [name, typeof f === "function" ? read(f as never) : f])) as never;
}

/** Bits of values without gradients, four times on two points by turns: from the third time on nothing is restated, nor planned. In the other way of running nothing is kept. */
function often(row: Row, points: readonly Point[], ways: readonly number[] = [], reads: (time: number) => boolean = () => false): void {
  const value = (i: number): string => {
    const leaves = points[i % points.length]!.map((x, k) =>
      WAYS[ways[k] ?? 0]!(core.tensor(new Float32Array(x), { shape: row.leaves[k]!.shape ?? [] })),
    );
    const y = row.of(reads(i) ? reading() : CORE, ...leaves);
    return [y, core.mul(y, 2)].flatMap((t) => Array.from(t.dataSync(), (x) => (Object.is(x, -0) ? "-0" : String(x)))).join();
  };
  for (let i = 0; i < 4; i++) {
    const got = value(i);
    modes.fuse = false;
    try {
      expect(got, `time ${i}`).toBe(value(i));
    } finally {
      modes.fuse = true;
    }
  }
}
describe("what is kept of a run gives the bits of any other", () => {
  test.each(PARTS.map((p) => [p.name, p.rows] as const))("%s", (_, rows) => {
    const before = recipes.kept;
    for (const row of rows) often(row, pointsOf(row, 2));
    expect(recipes.kept - before).toBeGreaterThan(rows.length / 4);
  });
  test("of random expressions", () => {
    const before = recipes.kept;
    for (let seed = 1; seed <= 150; seed++) {
      const { expression, leaves, point } = draw(seed),
        shapes = leaves.map((x) => x.shape);
      often(
        rowOf(expression, shapes),
        [point, point.map((x) => x.map((y) => -y / 2))],
        shapes.map((_, k) => (seed + 3 * k) % WAYS.length),
        (time) => (seed + time) % 4 === 3,
      );
    }
    expect(recipes.kept - before).toBeGreaterThan(50);
  });
  test("what is there in the middle, and what is computed again, is another run", () => {
    const of = (x: core.Tensor): readonly [core.Tensor, core.Tensor] => {
      const inner = core.add(1, core.exp(x));
      return [inner, core.sub(core.log(inner), x)];
    };
    const value = (x: number): number => of(core.tensor([x]))[1].dataSync()[0]!;
    for (let i = 0; i < 5; i++) expect(value(10 * i)).toBe(Math.fround(Math.log1p(Math.exp(-10 * i))));
    const before = recipes.kept,
      [inner, outer] = of(core.tensor([3]));
    inner.dataSync();
    expect(outer.dataSync()[0]).toBe(Math.fround(Math.log1p(Math.exp(-3))));
    const [second, whole] = of(core.tensor([2])),
      other = core.sub(core.log(second), core.tensor([2]));
    expect(whole.dataSync()[0]).toBe(Math.fround(Math.log1p(Math.exp(-2))));
    expect(other.dataSync()[0]).toBeCloseTo(Math.log1p(Math.exp(-2)), 6);
    // What was asked for goes on as any other.
    expect(core.exp(whole).dataSync()[0]).toBe(Math.fround(1 + Math.exp(-2)));
    expect(recipes.kept - before).toBe(1);
  });
  test("what is alike by chance is not so the next time", () => {
    const changed = (old: number[], now: number[]): number[] => {
      const before = core.gt(core.tensor(old), 0);
      before.dataSync();
      const after = core.gt(core.tensor(now), 0);
      return bits(core.log(core.add(1, core.exp(core.to(core.ne(before, after), "float32")))));
    };
    const one = core.tensor([1, -1, 2]),
      alike = (): number[] => {
        const before = core.gt(one, 0);
        before.dataSync();
        return bits(core.log(core.add(1, core.exp(core.to(core.ne(before, core.gt(one, 0)), "float32")))));
      };
    for (let i = 0; i < 4; i++) expect(alike()).toEqual([0, 0, 0].map(() => Math.fround(Math.LN2)));
    const [same, other] = [Math.fround(Math.LN2), Math.fround(Math.log1p(Math.E))];
    expect(changed([1, -1, 2], [-1, 1, 2])).toEqual([other, other, same]);
  });
  test("what was computed so is not computed again, nor needs what it was computed of", () => {
    const large = core.tensor(new Float32Array(4096).fill(0.01), { shape: [64, 64] }),
      of = (x: core.Tensor): core.Tensor => core.sin(core.log(core.add(1, core.exp(x))));
    for (let i = 0; i < 6; i++) {
      const x = core.matmul(large, large);
      core.realize(x);
      const y = of(x);
      core.realize(y);
      x.dispose();
      expect(core.mul(y, 2).dataSync()[0]).toBeCloseTo(2 * Math.sin(Math.log1p(Math.exp(0.0064))), 5);
    }
    const p = core.parameter(core.tensor([1, 2]));
    core.noGrad(() => {
      for (let i = 0; i < 6; i++) {
        p.assign(core.tensor([1, 2]));
        const y = of(p);
        core.realize(y);
        p.assign(core.tensor([3, 4]));
        p.assign(core.tensor([5, 6]));
        expect(core.mul(y, 2).dataSync()[0]).toBeCloseTo(2 * Math.sin(Math.log1p(Math.E)), 5);
      }
    });
  });
  test("an error says what was asked for", () => {
    const of = (x: core.Tensor, index: core.Tensor): core.Tensor => core.log(core.add(1, core.exp(core.reshape(core.gather(x, 0, index), [2, 1]))));
    const message = (places: number[]): string => {
      const index = core.tensor(places, { dtype: "int32" });
      try {
        return String(of(core.tensor([1, 2, 3]), core.add(index, index)).dataSync());
      } catch (e) {
        return String(e);
      }
    };
    for (let i = 0; i < 5; i++) message([0, 1]);
    const before = recipes.kept,
      found = message([0, 2]);
    expect(recipes.kept - before).toBe(1);
    modes.fuse = false;
    const other = message([0, 2]);
    modes.fuse = true;
    expect(found).toBe(other);
    expect(found).toMatch(/gather.*index 4/s);
  });
});

const leaf = (...x: number[]): core.Parameter => core.parameter(core.tensor(x));
const bits = (t: core.Tensor): number[] => [...t.dataSync()];
const repeatedly = (f: () => core.Tensor): number[][] => [1, 2, 3, 4].map(() => bits(f()));

test("what is recorded on a restated node afterwards finds its forms", () => {
  const late = (): core.Tensor => {
    const x = leaf(120, -120),
      inner = core.log(core.add(1, core.exp(x))),
      outer = core.mul(core.exp(core.neg(inner)), 3);
    core.realize(inner, outer);
    return core.log(core.sub(1, core.exp(core.neg(core.add(inner, core.log(outer)))))).current;
  };
  const all = repeatedly(late);
  for (const each of all) expect(each).toEqual(all[0]);
});
test("other leaves, of the same structure, have their own values", () => {
  const of = (x: number): number => bits(core.log(core.add(1, core.exp(leaf(x)))))[0]!;
  expect([of(100), of(101), of(102), of(-200)]).toEqual([100, 101, 102, Math.fround(Math.exp(-200))]);
});
test("a number, a type, a shape, a mode and one leaf for two are of the structure", () => {
  const plain = (x: core.Tensor, k: number): number[] => bits(core.sub(core.log(core.add(k, core.exp(x))), x));
  for (let i = 0; i < 3; i++) plain(core.tensor([3]), 1);
  const found = followed(() => {
    plain(core.tensor([3]), 2);
    plain(core.tensor([3], { dtype: "float64" }), 1);
    plain(core.tensor([3, 4]), 1);
    core.stabilise("off", () => plain(core.tensor([3]), 1));
  });
  expect(found).toBe(0);
  const two = (x: core.Tensor, y: core.Tensor): number[] => bits(core.sub(core.exp(x), core.exp(y)));
  for (let i = 0; i < 3; i++) two(leaf(1), leaf(2));
  const x = leaf(1);
  expect(two(x, x)).toEqual([0]);
});
test("a training step is restated by the recipe of those before", () => {
  const w = leaf(0.5, -1, 2),
    step = (): void => {
      const loss = core.neg(core.sum(core.log(core.sigmoid(core.mul(w, [1, 2, 3])))));
      w.zeroGrad();
      backward(loss);
      w.assign(core.noGrad(() => core.sub(w, core.mul(w.grad!, 0.1))));
    };
  // The first has the parameter as it was given.
  for (let i = 0; i < 3; i++) step();
  // The loss, and the update.
  expect(followed(step)).toBe(2);
});
