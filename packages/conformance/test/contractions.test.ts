/**
 * Contractions of every name, their gradients and what they refuse: float32 and float64 against sums of products in double-double; distances and
 * attention against references of their own.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { type Question, shareOf, verdict } from "../src/judge.js";
import { attention } from "../src/reference/attention.js";
import { abs, type DD, dd, div, twoSum } from "../src/reference/dd.js";
import { distance } from "../src/reference/distance.js";
import { einsum, type Sizes } from "../src/reference/einsum.js";
import { pow } from "../src/reference/powers.js";
import { FORMATS } from "../src/ulp.js";
import { expectRefusal } from "./refused.js";
import { seen } from "./seen.js";

type T = k.Tensor;
type Wide = "float32" | "float64";
beforeAll(() => k.setDefaultDevice(cpu()));

const next = random(11);
const note = seen("contractions.test");
const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const data = (n: number): Float32Array => Float32Array.from({ length: n }, () => next() / 2 ** 31 - 1);
const made = (values: ArrayLike<number>, shape: readonly number[], dtype: Wide): T =>
  k.tensor(dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values), { shape });

/** How many roundings of terms a sum of n products may have: blocks of 256, and what is rounded once more after it. */
const blocks = (n: number): number => Math.min(n, 256) + Math.ceil(n / 256);
interface Case {
  /** In letters, for the reference. */
  readonly equation: string;
  readonly sizes: Sizes;
  readonly run: (...x: T[]) => T;
  /** Roundings of the value, and of the gradients where those are more. */
  readonly terms: number;
  readonly gradients?: number;
}
const matrix = { i: 3, j: 300, k: 4 };
const CASES: Record<string, Case> = {
  "dot of 300": { equation: "i,i->", sizes: { i: 300 }, run: k.dot, terms: 2 ** -16 },
  vdot: { equation: "i,i->", sizes: { i: 5 }, run: k.vdot, terms: 2 ** -16 },
  "vecdot, dim 0": { equation: "ij,ij->j", sizes: { i: 300, j: 3 }, run: (a, b) => k.vecdot(a, b, 0), terms: 2 ** -16 },
  "vecdot of one with many": { equation: "j,ij->i", sizes: { i: 3, j: 5 }, run: (a, b) => k.vecdot(a, b), terms: 2 ** -16, gradients: 1 },
  inner: { equation: "aij,bj->aib", sizes: { a: 2, i: 3, j: 300, b: 4 }, run: k.inner, terms: blocks(300) },
  outer: { equation: "i,j->ij", sizes: { i: 3, j: 4 }, run: k.outer, terms: 0, gradients: 1 },
  mm: { equation: "ij,jk->ik", sizes: matrix, run: k.mm, terms: blocks(300) },
  mv: { equation: "ij,j->i", sizes: matrix, run: k.mv, terms: blocks(300) },
  bmm: { equation: "aij,ajk->aik", sizes: { a: 2, ...matrix }, run: k.bmm, terms: blocks(300) },
  "matmul of batches that broadcast": {
    equation: "abij,bjk->abik",
    sizes: { a: 2, b: 3, i: 2, j: 300, k: 2 },
    run: (a, b) => k.matmul(a, b),
    terms: blocks(300),
  },
  "matmul, precise": {
    equation: "aij,jk->aik",
    sizes: { a: 2, ...matrix },
    run: (a, b) => k.matmul(a, b, { precise: true }),
    terms: 2 ** -16,
    gradients: 2,
  },
  linear: { equation: "abj,kj->abk", sizes: { a: 2, b: 3, ...matrix }, run: (x, w) => k.linear(x, w), terms: blocks(300) },
  "linear of a vector weight": { equation: "ij,j->i", sizes: matrix, run: (x, w) => k.linear(x, w), terms: blocks(300) },
  bilinear: { equation: "ai,aj,oij->ao", sizes: { a: 4, i: 5, j: 6, o: 3 }, run: (a, b, w) => k.bilinear(a, b, w), terms: 13 },
  "kron of unequal ranks": {
    equation: "b,ac->abc",
    sizes: { a: 2, b: 3, c: 4 },
    run: (a, b) => k.reshape(k.kron(a, b), [2, 3, 4]),
    terms: 0,
    gradients: 1,
  },
  "tensordot by names": { equation: "aibj,jci->abc", sizes: { a: 2, b: 3, i: 4, j: 5, c: 2 }, run: (a, b) => k.tensordot(a, b, [[1, -1], [2, 0]]), terms: blocks(20) }, // prettier-ignore
  "tensordot of the last two": { equation: "aij,ijb->ab", sizes: { a: 2, i: 4, j: 5, b: 3 }, run: (a, b) => k.tensordot(a, b), terms: blocks(20) },
  "tensordot over none": { equation: "a,b->ab", sizes: { a: 2, b: 3 }, run: (a, b) => k.tensordot(a, b, 0), terms: 1 },
  multiDot: { equation: "ab,bc,cd,de->ae", sizes: { a: 2, b: 6, c: 3, d: 7, e: 4 }, run: (...x) => k.multiDot(x), terms: 19 },
  "multiDot of vectors": { equation: "b,bc,c->", sizes: { b: 6, c: 3 }, run: (...x) => k.multiDot(x), terms: 11 },
  chainMatmul: { equation: "ab,bc,cd->ad", sizes: { a: 2, b: 6, c: 3, d: 4 }, run: (...x) => k.chainMatmul(...x), terms: 13 },
};

/** Equations of einsum: as it is asked, as the reference is. */
const EQUATIONS: readonly (readonly [string, Sizes, reference?: string])[] = [
  ["i->", { i: 300 }],
  ["ij->ji", { i: 2, j: 3 }],
  ["ii->i", { i: 3 }],
  ["ii->", { i: 3 }],
  ["aiibi->ab", { a: 2, b: 3, i: 4 }],
  ["i,i->i", { i: 4 }],
  ["i,j->ij", { i: 4, j: 3 }],
  [" ij , jk -> ik ", { i: 2, j: 300, k: 3 }, "ij,jk->ik"],
  ["ba", { a: 2, b: 3 }, "ba->ab"],
  ["aB,Ca", { a: 4, B: 2, C: 3 }, "aB,Ca->BC"],
  ["bn,anm,bm->ba", { a: 2, b: 3, n: 4, m: 5 }],
  ["bij,bjk->bki", { b: 2, i: 3, j: 5, k: 4 }],
  ["ij,ij->i", { i: 3, j: 4 }],
  ["ijk,jil->kl", { i: 2, j: 3, k: 4, l: 5 }],
  ["ij,k->", { i: 2, j: 3, k: 4 }],
  ["ij,jk,kl,lm->im", { i: 2, j: 3, k: 4, l: 5, m: 2 }],
  ["...ij,...jk->...ik", { x: 2, y: 3, i: 2, j: 4, k: 2 }, "xyij,xyjk->xyik"],
  ["i...,j...", { x: 2, i: 3, j: 4 }, "ix,jx->xij"],
  ["...ii->...i", { x: 2, i: 3 }, "xii->xi"],
  ["a...b->ab", { x: 2, y: 3, a: 2, b: 3 }, "axyb->ab"],
];
for (const [equation, sizes, reference = equation] of EQUATIONS)
  CASES[`einsum ${equation}`] = { equation: reference, sizes, run: (...x) => k.einsum(equation, ...x), terms: blocks(20) + 4 };

/** Every operand of a case, and its letters. */
const operandsOf = ({ equation, sizes }: Case): { letters: string; shape: number[]; values: Float32Array }[] =>
  equation
    .split("->")[0]!
    .split(",")
    .map((letters) => {
      const shape = [...letters].map((x) => sizes[x]!);
      return { letters, shape, values: data(count(shape)) };
    });

describe.each(["float32", "float64"] as const)("%s", (dtype) => {
  const format = FORMATS[dtype];
  test.each(Object.entries(CASES))("%s", (name, it) => {
    const operands = operandsOf(it),
      target = it.equation.split("->")[1]!,
      ps = operands.map(({ values, shape }) => k.parameter(made(values, shape, dtype))),
      y = it.run(...ps);
    const judge = (what: string, got: ArrayLike<number>, want: ReturnType<typeof einsum>, terms: number): void => {
      expect(got.length).toBe(want.length);
      want.forEach(({ value, magnitude }, i) => {
        // A float64 product is rounded too.
        const bound = { terms: dtype === "float64" ? terms + 4 : terms };
        const question: Question = {
          address: () => `${name}:${what}:${i}`,
          inputs: [],
          got: got[i]! + 0,
          truth: value[0] === 0 ? dd(0) : value,
          bound,
          magnitude,
          format,
        };
        const v = verdict(question);
        if (v.pass) note(name, shareOf(question), `${name}, ${what}, ${dtype}`);
        expect(v.pass, v.sentence).toBe(true);
      });
    };
    const letters = operands.map((o) => o.letters).join(""),
      sizes = Object.fromEntries([...(letters + target)].map((x) => [x, it.sizes[x]!]));
    expect(y.shape).toEqual([...target].map((x) => sizes[x]!));
    judge("value", y.dataSync(), einsum(target, operands, sizes), it.terms);
    const cotangent = data(y.size),
      weights = made(cotangent, y.shape, dtype);
    backward(k.sum(k.mul(y, weights)));
    operands.forEach(({ letters: mine }, i) => {
      const others = operands.filter((_, j) => j !== i),
        want = einsum(mine, [...others, { letters: target, values: cotangent }], sizes);
      judge(`gradient ${i}`, ps[i]!.grad!.dataSync(), want, it.gradients ?? Math.max(it.terms, blocks(300)));
    });
  });
});

test("one rounding more, and a sum of 300 products is over the bound of dot", () => {
  const [a, b] = [data(300), data(300)].map((x) => x.map(Math.abs)) as [Float32Array, Float32Array],
    want = einsum("", [{ letters: "i", values: a }, { letters: "i", values: b }], { i: 300 })[0]!; // prettier-ignore
  const judged = (t: T): boolean =>
    verdict({ address: () => "dot", inputs: [], got: t.item(), truth: want.value, bound: { terms: 2 ** -16 }, magnitude: want.magnitude }).pass;
  expect(judged(k.dot(a, b))).toBe(true);
  expect(judged(k.dot(k.mul(a, 1 + 2 ** -23), b))).toBe(false);
});

describe("what is added to a product", () => {
  const whole = (...shape: number[]): T => k.tensor(Int32Array.from({ length: count(shape) }, (_, i) => ((i * 5) % 9) - 4), { shape }); // prettier-ignore
  const float = (...shape: number[]): T => k.to(whole(...shape), "float32");
  const WAYS: Record<string, (make: (...shape: number[]) => T, options: object) => readonly [got: T, x: T, product: T]> = {
    addmm: (m, o) => [k.addmm(m(3), m(2, 4), m(4, 3), o), m(3), k.mm(m(2, 4), m(4, 3))],
    addmv: (m, o) => [k.addmv(m(1), m(2, 4), m(4), o), m(1), k.mv(m(2, 4), m(4))],
    addr: (m, o) => [k.addr(m(2, 3), m(2), m(3), o), m(2, 3), k.outer(m(2), m(3))],
    addbmm: (m, o) => [k.addbmm(m(2, 3), m(5, 2, 4), m(5, 4, 3), o), m(2, 3), k.sum(k.bmm(m(5, 2, 4), m(5, 4, 3)), 0)],
    baddbmm: (m, o) => [k.baddbmm(m(2, 3), m(5, 2, 4), m(5, 4, 3), o), m(2, 3), k.bmm(m(5, 2, 4), m(5, 4, 3))],
  };
  test.each(Object.entries(WAYS))("%s: beta·x + alpha·product, of whole numbers too", (_, way) => {
    for (const make of [float, whole])
      for (const [alpha, beta] of [
        [1, 1],
        [2, 1],
        [-3, 4],
        [0, 2],
      ] as const) {
        // prettier-ignore
        const [got, x, product] = way(make, { alpha, beta });
        expect([...got.dataSync()]).toEqual([...k.add(k.mul(product, alpha), k.mul(x, beta)).dataSync()]);
      }
  });
  test.each(Object.entries(WAYS))("%s: x is not looked at where beta is 0", (_, way) => {
    const [got, , product] = way((...shape) => float(...shape), { beta: 0 });
    expect([...got.dataSync()]).toEqual([...product.dataSync()]);
  });
  test("not even its NaN; the gradients are weighed", () => {
    expect(k.addmm(NaN, [[2]], [[3]], { beta: 0 }).item()).toBe(6);
    expect(k.addmm(NaN, [[2]], [[3]], { beta: 1 }).item()).toBeNaN();
    const [x, a, b] = [k.parameter(5), k.parameter([[2]]), k.parameter([[3]])];
    backward(k.sum(k.addmm(x, a, b, { alpha: 0.5, beta: 4 })));
    expect([x.grad!.item(), a.grad!.item(), b.grad!.item()]).toEqual([4, 1.5, 1]);
  });
});

describe("whole numbers, halves, and what is refused", () => {
  const ints = (...x: number[]): T => k.tensor(Int32Array.from(x));
  test("whole numbers are multiplied exactly", () => {
    const big = ints(2 ** 24 + 1, -1);
    expect([k.dot(big, ints(3, 5)).item(), k.dot(big, ints(3, 5)).dtype]).toEqual([3 * (2 ** 24 + 1) - 5, "int32"]);
    const a = k.reshape(ints(1, 2, 3, 4, 5, 6), [2, 3]);
    expect([...k.matmul(a, k.t(a)).dataSync()]).toEqual([14, 32, 32, 77]);
    expect([...k.linear(a, a, ints(1, 1)).dataSync()]).toEqual([15, 33, 33, 78]);
    expect([...k.einsum("ij,kj->", a, a).dataSync()]).toEqual([155]);
    expect(k.matmul(k.to(a, "uint8"), k.to(k.t(a), "uint8")).dtype).toBe("uint8");
    expect([...k.matmul(k.gt(a, 2), k.gt(k.t(a), 3)).dataSync()].map(Number)).toEqual([0, 1, 0, 1]);
    expect(() => k.matmul(a, k.ones([3, 2]))).toThrow(TypeError);
  });
  test("float16 is computed in float32 and rounded once", () => {
    const a = k.to([[1, 2 ** -11]], "float16"),
      b = k.to([[1], [1]], "float16");
    expect([k.matmul(a, b).item(), k.matmul(a, b).dtype]).toEqual([1, "float16"]);
    expect(k.dot([1, 2 ** -11], [1, 1]).item()).toBe(1 + 2 ** -11);
  });
  test("of nothing it is 0; of no rows nothing", () => {
    expect([...k.matmul(k.zeros([2, 0]), k.zeros([0, 2])).dataSync()]).toEqual([0, 0, 0, 0]);
    expect(k.mm(k.zeros([0, 3]), k.zeros([3, 2])).shape).toEqual([0, 2]);
    expect([...k.einsum("ij,jk->ik", k.zeros([2, 0]), k.zeros([0, 2])).dataSync()]).toEqual([0, 0, 0, 0]);
    expect(k.dot(k.zeros([0]), k.zeros([0])).item()).toBe(0);
    expect([...k.cdist(k.zeros([2, 0]), k.zeros([1, 0])).dataSync()]).toEqual([0, 0]);
    expect(k.cdist(k.zeros([0, 3]), k.zeros([2, 3])).shape).toEqual([0, 2]);
    for (const p of [0, 0.5, 1, 1.5, 3, Infinity]) expect([...k.cdist(k.zeros([2, 0]), k.zeros([1, 0]), p).dataSync()], `${p}`).toEqual([0, 0]);
    const [keys, values] = [k.parameter(k.ones([5, 3])), k.parameter(k.ones([5, 2]))];
    backward(k.sum(k.square(k.scaledDotProductAttention(k.zeros([0, 3]), keys, values))));
    expect([keys, values].flatMap((x) => [...x.grad!.dataSync()]).every((x) => x === 0)).toBe(true);
    expect([...k.log(k.sum(k.mul(k.zeros([0, 2]), k.exp(k.zeros([0, 2]))), 0)).dataSync()]).toEqual([-Infinity, -Infinity]);
    expect([...k.scaledDotProductAttention(k.ones([2, 3]), k.zeros([0, 3]), k.zeros([0, 2])).dataSync()]).toEqual([0, 0, 0, 0]);
    const p = k.parameter(k.zeros([2, 0]));
    backward(k.sum(k.matmul(p, k.zeros([0, 2]))));
    expect(p.grad!.shape).toEqual([2, 0]);
  });
  test.each<readonly [string, () => unknown]>([
    ["dot", () => k.dot([1, 2], [1])],
    ["dot", () => k.dot([[1]], [1])],
    ["vdot", () => k.vdot(1, [1])],
    ["vecdot", () => k.vecdot([1, 2], [1])],
    ["vecdot", () => k.vecdot(1, 2)],
    ["inner", () => k.inner([1, 2], [1])],
    ["outer", () => k.outer([[1]], [1])],
    ["mm", () => k.mm([1], [[1]])],
    ["mm", () => k.mm([[1, 2]], [[1]])],
    ["mv", () => k.mv([[1, 2]], [1])],
    ["bmm", () => k.bmm(k.ones([1, 2, 3]), k.ones([2, 3, 2]))],
    ["matmul", () => k.matmul(1, [1])],
    ["matmul", () => k.matmul(k.ones([2, 1, 1]), k.ones([3, 1, 1]))],
    ["addmm", () => k.addmm(k.ones([3, 3]), k.ones([2, 2]), k.ones([2, 2]))],
    ["addmm", () => k.addmm(k.ones([1, 2, 2]), k.ones([2, 2]), k.ones([2, 2]))],
    ["addmv", () => k.addmv(1, [1], [1])],
    ["addr", () => k.addr([1, 2, 3], [1], [1, 2])],
    ["addbmm", () => k.addbmm(1, k.ones([1, 2, 3]), k.ones([2, 3, 2]))],
    ["baddbmm", () => k.baddbmm(1, k.ones([1, 2, 3]), k.ones([1, 2, 3]))],
    ["tensordot", () => k.tensordot([1, 2], [1, 2, 3], 1)],
    ["tensordot", () => k.tensordot([1], [1], 2)],
    ["tensordot", () => k.tensordot([1], [1], [[0], []])],
    [
      "tensordot",
      () =>
        k.tensordot(
          [1],
          [1],
          [
            [0, 0],
            [0, 0],
          ],
        ),
    ],
    ["kron", () => k.kron("x" as never, 1)],
    ["cross", () => k.cross([1, 2], [1, 2])],
    ["cross", () => k.cross(k.ones([3, 2]), k.ones([3, 2]))],
    ["cross", () => k.cross([1, 2, 3], [1, 2, 3], 1)],
    ["linear", () => k.linear([1, 2], [1])],
    ["linear", () => k.linear(1, [1])],
    ["linear", () => k.linear([1], [[1]], [1, 2])],
    ["bilinear", () => k.bilinear([1, 2], [1], k.ones([1, 1, 1]))],
    ["bilinear", () => k.bilinear([1], [1], k.ones([1, 1]))],
    ["cdist", () => k.cdist([1], [1])],
    ["cdist", () => k.cdist([[1]], [[1, 2]])],
    ["cdist", () => k.cdist([[1]], [[1]], -1)],
    ["cdist", () => k.cdist([[1]], [[1]], NaN)],
    ["multiDot", () => k.multiDot([[[1]]])],
    ["multiDot", () => k.multiDot([[[1]], [1], [[1]]])],
    ["multiDot", () => k.multiDot([[[1, 2]], [[1]]])],
    ["chainMatmul", () => k.chainMatmul()],
    ["chainMatmul", () => k.chainMatmul([1], [1])],
    ["matrixPower", () => k.matrixPower([[1]], -1)],
    ["matrixPower", () => k.matrixPower([[1]], 0.5)],
    ["matrixPower", () => k.matrixPower([[1, 2]], 2)],
    ["einsum", () => k.einsum("ij,jk->ik", [[1]])],
    ["einsum", () => k.einsum("ij", [1])],
    ["einsum", () => k.einsum("i", [[1]])],
    ["einsum", () => k.einsum("i,i->i", [1, 2], [1, 2, 3])],
    ["einsum", () => k.einsum("ii->i", [[1, 2]])],
    ["einsum", () => k.einsum("i->j", [1])],
    ["einsum", () => k.einsum("i->ii", [1])],
    ["einsum", () => k.einsum("i->i->i", [1])],
    ["einsum", () => k.einsum("i.->i", [1])],
    ["einsum", () => k.einsum("1->1", [1])],
    ["einsum", () => k.einsum("")],
    ["einsum", () => k.einsum([1] as never, [1])],
    ["scaledDotProductAttention", () => k.scaledDotProductAttention([1], [[1]], [[1]])],
    ["scaledDotProductAttention", () => k.scaledDotProductAttention([[1]], [[1, 2]], [[1]])],
    ["scaledDotProductAttention", () => k.scaledDotProductAttention([[1]], [[1]], [[1], [2]])],
    ["scaledDotProductAttention", () => k.scaledDotProductAttention([[1]], [[1]], [[1]], { attnMask: [[true]], isCausal: true })],
    ["scaledDotProductAttention", () => k.scaledDotProductAttention([[1]], [[1]], [[1]], { attnMask: [true, true] })],
    ["scaledDotProductAttention", () => k.scaledDotProductAttention([[1]], [[1]], [[1]], { dropoutP: 2 })],
    ["scaledDotProductAttention", () => k.scaledDotProductAttention(k.ones([3, 1, 1]), k.ones([2, 1, 1]), k.ones([2, 1, 1]), { enableGqa: true })],
  ])("%s refuses what does not fit", (name, run) => {
    expectRefusal(name, run);
  });
  test("sizes of 1 broadcast in einsum and tensordot; a list of operands is taken", () => {
    const [a, b] = [k.tensor([[1], [2]]), k.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])]; // prettier-ignore
    expect([...k.einsum("ij,jk->ik", [a, b]).dataSync()]).toEqual([12, 15, 18, 24, 30, 36]);
    expect([...k.tensordot(a, b, 1).dataSync()]).toEqual([12, 15, 18, 24, 30, 36]);
    expect([...k.einsum("...,...->...", a, [10, 20]).dataSync()]).toEqual([10, 20, 20, 40]);
  });
});

describe("cross", () => {
  test("is the determinant, its gradients are cross products, and differentiate again", () => {
    const [a, b, g] = [data(12), data(12), data(12)].map((x) => k.parameter(made(x, [4, 3], "float32"))) as [k.Parameter, k.Parameter, k.Parameter];
    const y = k.cross(a, b);
    const [A, B] = [a.dataSync(), b.dataSync()];
    y.dataSync().forEach((got, n) => {
      const [row, i] = [Math.floor(n / 3) * 3, n % 3],
        [j, l] = [(i + 1) % 3, (i + 2) % 3],
        want = einsum("", [{ letters: "i", values: [A[row + j]!, -A[row + l]!] }, { letters: "i", values: [B[row + l]!, B[row + j]!] }], { i: 2 })[0]!.value; // prettier-ignore
      const v = verdict({ address: () => `cross:${n}`, inputs: [], got, truth: want, bound: { ulp: 0.501 } });
      expect(v.pass, v.sentence).toBe(true);
    });
    backward(k.sum(k.mul(y, g)));
    expect([...a.grad!.dataSync()]).toEqual([...k.cross(b, g).dataSync()]);
    expect([...b.grad!.dataSync()]).toEqual([...k.cross(g, a).dataSync()]);
    expect([...g.grad!.dataSync()]).toEqual([...y.dataSync()]);
    const second = grad((t: T) => k.sum(k.mul(grad((s: T) => k.sum(k.mul(k.cross(t, s), g)))(b), t)))(a);
    // Σ (g × t)·t is 0, as t and g × t are at right angles.
    second.dataSync().forEach((x) => expect(Math.abs(x)).toBeLessThan(2 ** -22));
  });
  test("of whole numbers, and of vectors that broadcast", () => {
    expect([...k.cross(k.tensor(Int32Array.of(1, 2, 3)), k.tensor(Int32Array.of(4, 5, 6))).dataSync()]).toEqual([-3, 6, -3]);
    expect(k.cross([1, 2, 3], k.ones([5, 3])).shape).toEqual([5, 3]);
  });
});

describe("cdist", () => {
  const P = [0, 0.5, 1, 1.5, 2, 3, 50, Infinity];
  test.each(P)("p = %d: the distance, in float32 and of far points", (p) => {
    for (const size of [1, 1e-30, 1e30]) {
      const a = data(10).map((x) => x * size),
        b = data(15).map((x) => x * size);
      b.set(a.subarray(0, 5)); // a pair of equal points
      if (size === 1)
        b.set(
          a.subarray(5).map((x) => x * (1 + 2 ** -23)),
          5,
        ); // and near ones, which |a|² + |b|² − 2ab loses
      const got = k.cdist(made(a, [2, 5], "float32"), made(b, [3, 5], "float32"), p).dataSync();
      got.forEach((y, n) => {
        const [i, j] = [Math.floor(n / 3), n % 3],
          want = distance([...a.subarray(5 * i, 5 * i + 5)], [...b.subarray(5 * j, 5 * j + 5)], p);
        if (Math.abs(want[0]) > 3.4e38) return;
        const v = verdict({
          address: () => `cdist:${p}:${size}:${n}`,
          inputs: [],
          got: y,
          truth: want,
          bound: { ulp: [0, 1, 2, Infinity].includes(p) ? 0.501 : 1 },
        });
        expect(v.pass, v.sentence).toBe(true);
      });
    }
  });
  test.each([1, 1.5, 2, 3, Infinity])("p = %d: the gradient is that of the distance, and 0 where points are equal", (p) => {
    const a = data(10),
      b = data(15);
    b.set(a.subarray(0, 5));
    const [x, y] = [k.parameter(made(a, [2, 5], "float32")), made(b, [3, 5], "float32")];
    backward(k.sum(k.cdist(x, y, p)));
    x.grad!.dataSync().forEach((got, n) => {
      const [i, d] = [Math.floor(n / 5), n % 5],
        point = [...a.subarray(5 * i, 5 * i + 5)];
      let [want, size]: [DD, number] = [dd(0), 0];
      for (let j = 0; j < 3; j++) {
        const other = [...b.subarray(5 * j, 5 * j + 5)],
          apart = twoSum(point[d]!, -other[d]!),
          far = distance(point, other, p);
        if (far[0] === 0) continue;
        const share = div(abs(apart), far),
          each = p === Infinity ? dd(share[0] === 1 ? 1 : 0) : p === 1 ? dd(1) : pow(share, dd(p - 1)),
          sign = apart[0] < 0 ? -1 : 1;
        want = [want[0] + sign * each[0], want[1] + sign * each[1]];
        size += each[0];
      }
      const v = verdict({ address: () => `cdist′:${p}:${n}`, inputs: [], got, truth: want, bound: { terms: 0.001 }, magnitude: size });
      expect(v.pass, v.sentence).toBe(true);
    });
  });
  test("at equal points gradients of both orders are finite", () => {
    for (const p of [0, 1, 1.5, 2, 3, Infinity]) {
      const x = k.parameter([[1, 2]]),
        first = grad((t: T) => k.sum(k.cdist(t, [[1, 2]], p)))(x);
      expect([...first.dataSync()].map((n) => n + 0)).toEqual([0, 0]);
      const second = grad((t: T) => k.sum(k.mul(k.cdist(t, [[1, 2], [3, 4]], 2), k.cdist(t, [[0, 0], [1, 2]], p))))(x); // prettier-ignore
      expect([...second.dataSync()].every(Number.isFinite), String(p)).toBe(true);
    }
    const twice = grad((t: T) => k.sum(k.square(grad((s: T) => k.sum(k.cdist(s, [[1, 2], [4, 6]])))(t))))(k.parameter([[1, 2]])); // prettier-ignore
    expect([...twice.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

describe("scaledDotProductAttention", () => {
  const [L, S, E, D] = [4, 5, 6, 3];
  const rows = (x: ArrayLike<number>, n: number): number[][] =>
    Array.from({ length: x.length / n }, (_, i) => Array.from({ length: n }, (_, j) => x[i * n + j]!));
  const q = data(L * E),
    key = data(S * E),
    v = data(S * D);
  const tensors = (): [T, T, T] => [made(q, [L, E], "float32"), made(key, [S, E], "float32"), made(v, [S, D], "float32")];
  const added = data(L * S),
    seen = Array.from({ length: L * S }, (_, i) => i >= S && i % 3 !== 0);
  const ways: Record<string, readonly [k.AttentionOptions, mask: (i: number, j: number) => number, scale?: number]> = {
    plain: [{}, () => 0],
    scaled: [{ scale: 2 }, () => 0, 2],
    causal: [{ isCausal: true }, (i, j) => (j > i ? -Infinity : 0)],
    "added to": [{ attnMask: k.tensor(added, { shape: [L, S] }) }, (i, j) => added[i * S + j]!],
    "seen in part, and one row not at all": [{ attnMask: k.to(k.tensor(Int32Array.from(seen, Number), { shape: [L, S] }), "bool") }, (i, j) => (seen[i * S + j] ? 0 : -Infinity)], // prettier-ignore
  };
  test.each(Object.entries(ways))("%s", (_, [options, mask, scale = 1 / Math.sqrt(E)]) => {
    const want = attention({ q: rows(q, E), k: rows(key, E), v: rows(v, D), scale: Math.fround(scale), mask }).flat(),
      got = k.scaledDotProductAttention(...tensors(), options).dataSync();
    // Scores of at most E·scale; each is off by E + 3 roundings of that, and so is the logarithm of a probability.
    const terms = 2 * (E + 3) * E * scale + S + 2;
    want.forEach((w, i) => {
      const verdictOf = verdict({ address: () => `attention:${i}`, inputs: [], got: got[i]!, truth: w, bound: { terms }, magnitude: 1 });
      expect(verdictOf.pass, verdictOf.sentence).toBe(true);
    });
  });
  test("a row that sees nothing is 0, in its gradient too", () => {
    for (const attnMask of [
      k.to(
        [
          [0, 0],
          [1, 0],
        ],
        "bool",
      ),
      k.tensor([
        [-Infinity, -Infinity],
        [0, -Infinity],
      ]),
    ]) {
      // prettier-ignore
      const [a, b, c] = [[[1, 2], [3, 4]], [[1, 0], [0, 1]], [[5, 6], [7, 8]]].map((x) => k.parameter(x)) as [k.Parameter, k.Parameter, k.Parameter]; // prettier-ignore
      const y = k.scaledDotProductAttention(a, b, c, { attnMask });
      expect([...y.dataSync()]).toEqual([0, 0, 5, 6]);
      backward(k.sum(y));
      expect([a, b].flatMap((p) => [...p.grad!.dataSync()]).map((x) => x + 0)).toEqual(new Array(8).fill(0));
      expect([...c.grad!.dataSync()]).toEqual([1, 1, 0, 0]);
    }
  });
  test("heads that are shared, and what is dropped", () => {
    const heads = made(data(4 * L * E), [2, 2, L, E], "float32"),
      shared = made(data(2 * S * E), [2, 1, S, E], "float32");
    const got = k.scaledDotProductAttention(heads, shared, shared, { enableGqa: true });
    expect([...got.dataSync()]).toEqual([...k.scaledDotProductAttention(heads, k.expand(shared, [2, 2, S, E]), k.expand(shared, [2, 2, S, E])).dataSync()]); // prettier-ignore
    const all = k.scaledDotProductAttention(...tensors(), { dropoutP: 1 });
    expect([...all.dataSync()].every((x) => x === 0)).toBe(true);
    const half = k
      .scaledDotProductAttention(k.zeros([1, 1]), k.zeros([1000, 1]), k.ones([1000, 1]), { dropoutP: 0.5, generator: k.generator(1) })
      .item();
    expect(Math.abs(half - 1)).toBeLessThan(0.2); // 1 ± 1/√1000
    expect(half).not.toBe(1);
  });
});

test("matrixPower by squaring", () => {
  const x = k.parameter([[1, 1], [0, 1]]); // prettier-ignore
  expect([...k.matrixPower(x, 13).dataSync()]).toEqual([1, 13, 0, 1]);
  expect([...k.matrixPower(k.expand(x, [2, 2, 2]), 0).dataSync()]).toEqual([1, 0, 0, 1, 1, 0, 0, 1]);
  backward(k.sum(k.matrixPower(x, 3)));
  // ∂ Σ x³ = Σ (xᵀ)ⁱ·J·(xᵀ)^(2−i) with J all ones.
  expect([...x.grad!.dataSync()]).toEqual([6, 3, 10, 6]);
});
test("the order of three matrices is the cheaper one", () => {
  const shapes: (readonly number[])[] = [];
  for (const f of [k.multiDot, (x: T[]) => k.einsum("ab,bc,cd->ad", ...x)]) {
    const y = f([k.ones([100, 1]), k.ones([1, 100]), k.ones([100, 1])]);
    const walk = (t: T): void => {
      if (t.op.name === "matmul") shapes.push(t.shape);
      t.inputs.forEach(walk);
    };
    walk(y);
  }
  expect(shapes.length).toBeGreaterThan(3);
  expect(Math.max(...shapes.map(count))).toBeLessThanOrEqual(100);
});
