/**
 * Running sums and products, sorting, searching, conditions, and the ops whose shape depends on values against PyTorch's own samples (../shared/cases/torch-opinfo beside
 * the project), where those are at hand: values, indices and gradients, and what PyTorch refuses is refused.
 */
import { beforeAll, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { type Bound, verdict } from "../src/judge.js";
import { announce, type Change, errorOf, given, made, numbers, present, type Sample, samplesOf } from "./torch.js";

type T = k.Tensor;
announce("torchSort");
beforeAll(() => k.setDefaultDevice(cpu()));

const taken = ({ values, indices }: { values: T; indices: T }): T[] => [values, indices];

type Named = Record<string, boolean & number & T>;
type Call = (x: T, args: readonly never[], named: Named) => T[] | Promise<T[]>;
/** How PyTorch's ops are called here, with the bound of values and the bound of gradients. */
const OPS: Record<string, readonly [call: Call, values: Bound, gradients: Bound]> = {
  all: [(x, _, { dim, keepdim }) => [k.all(x, dim, { keepdim })], { exact: true }, { exact: true }],
  bucketize: [(x, [boundaries], { right }) => [k.bucketize(x, boundaries!, { right })], { exact: true }, { exact: true }],
  argsort: [(x, [dim, descending]) => [k.argsort(x, dim, { descending })], { exact: true }, { exact: true }],
  sort: [
    (x, [dim, down], named) => taken(k.sort(x, dim ?? named["dim"], { descending: down ?? named["descending"] ?? false })),
    { exact: true },
    { exact: true },
  ],
  // The sign of a zero is left open there, and the gradient of what broadcasts is a sum.
  "min.binary": [(x, [y]) => [k.minimum(x, y!)], { exact: true }, { terms: 1 }],
  msort: [(x) => [k.sort(x, 0).values], { exact: true }, { exact: true }],
  kthvalue: [(x, [n, dim, keepdim]) => taken(k.kthvalue(x, n!, dim, { keepdim })), { exact: true }, { exact: true }],
  masked_select: [async (x, [mask]) => [await k.maskedSelect(x, mask!)], { exact: true }, { terms: 1 }],
  unique: [
    async (x, _, { dim, sorted, return_inverse, return_counts }) => {
      const options = { dim: dim ?? undefined, sorted, returnInverse: return_inverse, returnCounts: return_counts } as const;
      const all: { values: T; inverse?: T; counts?: T } = await k.unique(x, options);
      return [all.values, all.inverse, all.counts].filter((t) => t !== undefined);
    },
    { exact: true },
    { exact: true },
  ],
  // Five additions or multiplications in float64; the gradient is the product of two float32 numbers, each rounded, and is rounded itself.
  cumprod: [(x, [dim]) => [k.cumprod(x, dim!)], { terms: 5 * 2 ** -29 }, { terms: 3 }],
  "masked.cumsum": [(x, [dim], { mask }) => [k.cumsum(k.mul(x, mask!), dim!)], { terms: 5 * 2 ** -29 }, { terms: 5 * 2 ** -29 }],
};

/** What an op gives for arguments. */
const called = (op: string, { args, named }: Pick<ReturnType<typeof given>, "args" | "named">): T[] | Promise<T[]> =>
  OPS[op]![0](args[0] as T, args.slice(1) as never[], named as Named);

/** What an op gives for a sample, its gradient, and how large the terms of each were. */
async function run(op: string, s: Sample, change?: Change): Promise<{ out: T[]; grad: number[] | null }> {
  const all = given(s, change),
    x = all.parameters.get("args/0"),
    out = await called(op, all);
  const losses = out.flatMap((y, i) => (y.requiresGrad && s.cot ? [k.sum(k.mul(y, made(s.cot[i]!, change)))] : []));
  if (losses.length) backward(losses[0]!);
  return { out, grad: x && s.grads ? [...(x.grad ?? k.zeros(x.shape)).dataSync()] : null };
}

test.skipIf(!present).each(Object.keys(OPS))("%s", async (op) => {
  const [, values, gradients] = OPS[op]!;
  let judged = 0;
  for (const s of samplesOf(op).cases) {
    const { out, grad } = await run(op, s),
      sizes = await run(op, s, Math.abs),
      isUnordered = s.kwargs["sorted"] === false;
    expect(out.map((t) => t.shape)).toEqual(s.out.map((t) => t.s));
    const judge = (what: string, bound: Bound, got: readonly number[], want: readonly number[], magnitude: readonly number[]): void =>
      want.forEach((w, n) => {
        const v = verdict({
          address: () => `${op}:f32:cpu:${s.i} ${what} [${n}]`,
          inputs: [],
          got: got[n]! + 0,
          truth: [w + 0, 0],
          bound,
          magnitude: magnitude[n]!,
        });
        expect(v.pass, v.sentence).toBe(true);
        judged++;
      });
    const got = out.map((t) => [...t.dataSync()]);
    if (isUnordered) {
      // PyTorch leaves the order of what is not sorted open. Values as a set, and the other results by the value that they belong to.
      const byValue = (all: number[][]): unknown[] => {
        const [v, ...rest] = all as [number[], ...number[][]];
        const inverse = s.kwargs["return_inverse"] ? rest[0]!.map((g) => v[g]!) : [];
        const counts = s.kwargs["return_counts"] ? rest.at(-1)!.map((n, g) => [v[g]!, n]) : [];
        return [v.toSorted((a, b) => a - b), inverse, counts.toSorted((a, b) => a[0]! - b[0]!)];
      };
      expect(byValue(got)).toEqual(byValue(s.out.map((t) => numbers(t).map((v) => (t.d.startsWith("f") ? Math.fround(v) : v)))));
      judged++;
    } else s.out.forEach((t, i) => judge(`output ${i}`, values, got[i]!, numbers(t), [...sizes.out[i]!.dataSync()]));
    if (grad) judge("gradient", gradients, grad, numbers(s.grads![0]!), sizes.grad!);
  }
  expect(judged).toBeGreaterThan(20);
});

/** What takes more than in PyTorch, and so refuses nothing of that. */
const TAKES: Record<string, string> = { "min.binary": "numbers, where PyTorch's takes tensors only" };

test.skipIf(!present)("what PyTorch refuses is refused with a typed error", async () => {
  let refused = 0;
  for (const op of Object.keys(OPS))
    for (const r of samplesOf(op).error_cases) {
      if ("out" in r.kwargs || op in TAKES) continue; // nothing is written into a tensor that is given
      const e = await errorOf(() => called(op, given(r)));
      expect(e, `${op}: ${r.regex}`).toBeInstanceOf(RangeError);
      expect((e as Error).message).toMatch(/^\w+: .+\. .+\.$/s);
      refused++;
    }
  expect(refused).toBe(3);
});
