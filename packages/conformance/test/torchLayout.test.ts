/**
 * Layout and indexing ops, and what chooses of several elements, against PyTorch's own samples (../shared/cases/torch-opinfo beside the project), where those are at hand:
 * values bit for bit, gradients within the roundings of their additions, and what PyTorch refuses is refused.
 */
import { beforeAll, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { verdict } from "../src/judge.js";
import { announce, errorOf, type Given, given, numbers, present, samplesOf } from "./torch.js";

type T = k.Tensor;
announce("torchLayout");
beforeAll(() => k.setDefaultDevice(cpu()));

type Call = (...args: never[]) => T | T[];
/** How each of PyTorch's ops is called here (arguments in its order, then by name), and how many float32 additions its gradient may take; 0 is exact. */
const OPS: Record<string, readonly [call: Call, additions: number]> = {
  T: [(x: T) => k.t(x), 0],
  broadcast_to: [(x: T, s: number[]) => k.broadcastTo(x, s), 1],
  chunk: [(x: T, n: number, dim?: number) => k.chunk(x, n, dim), 0],
  clamp: [(x: T, min?: T, max?: T) => k.clamp(x, { min: min ?? undefined, max: max ?? undefined }), 1],
  expand_as: [(x: T, y: T) => k.expandAs(x, y), 1],
  flatten: [(x: T, { start_dim, end_dim }: Record<string, number> = {}) => k.flatten(x, start_dim, end_dim), 0],
  flip: [(x: T, { dims }: Record<string, number[]>) => k.flip(x, dims!), 0],
  flipud: [(x: T) => k.flip(x, 0), 0],
  mT: [(x: T) => (x.ndim ? k.transpose(x, -2, -1) : x), 0],
  masked_fill: [(x: T, mask: T, value: T | number) => k.maskedFill(x, mask, value), 1],
  "meshgrid.list_of_tensors": [(xs: T[], options: { indexing: "ij" | "xy" }) => k.meshgrid(xs, options), 1],
  movedim: [(x: T, from: number[], to: number[]) => k.movedim(x, from, to), 0],
  "nn.functional.embedding": [
    (table: T, ids: T, { padding_idx }: Record<string, number> = {}) =>
      k.embedding(table, ids, padding_idx === undefined ? {} : { paddingIdx: padding_idx }),
    1,
  ],
  "nn.functional.one_hot": [(x: T, { num_classes }: Record<string, number>) => k.oneHot(x, num_classes), 0],
  "nn.functional.pad.circular": [(x: T, pads: number[]) => k.pad(x, pads, { mode: "circular" }), 9],
  "nn.functional.pad.constant": [(x: T, pads: number[], _mode?: string, value = 0) => k.pad(x, pads, { value }), 0],
  "nn.functional.pad.reflect": [(x: T, pads: number[]) => k.pad(x, pads, { mode: "reflect" }), 9],
  permute: [(x: T, dims: number[]) => k.permute(x, dims), 0],
  ravel: [(x: T) => k.ravel(x), 0],
  repeat: [(x: T, sizes: number[]) => k.repeat(x, sizes), 1],
  reshape: [(x: T, shape: number[]) => k.reshape(x, shape), 0],
  select_scatter: [
    (x: T, part: T, dim: number, i: number) => k.indexPut(x, [...new Array<null>(dim < 0 ? dim + x.ndim : dim).fill(null), i], part),
    0,
  ],
  slice: [(x: T, start: number) => k.at(x, [start, null]), 0],
  split: [(x: T, sizes: number | number[], dim?: number) => k.split(x, sizes, dim), 0],
  stack: [(xs: T[], dim?: number) => k.stack(xs, dim), 0],
  t: [(x: T) => k.t(x), 0],
  take_along_dim: [(x: T, index: T, dim?: number) => k.takeAlongDim(x, index, dim), 1],
  tile: [(x: T, sizes: number[]) => k.tile(x, sizes), 1],
  unflatten: [(x: T, dim: number, sizes: number[]) => k.unflatten(x, dim, sizes), 0],
  vstack: [(xs: T[]) => k.cat(xs.map((x) => (x.ndim < 2 ? k.reshape(x, [1, x.size]) : x))), 0],
  where: [(x: T, condition: T, y: T) => k.where(condition, x, y), 1],
};

function called(op: string, { args, named }: Given): T[] {
  const out = OPS[op]![0](...([...args, ...(Object.keys(named).length ? [named] : [])] as never[]));
  return Array.isArray(out) ? out : [out];
}

test.skipIf(!present).each(Object.keys(OPS))("%s", (op) => {
  const [, additions] = OPS[op]!;
  let judged = 0;
  for (const s of samplesOf(op).cases) {
    const all = given(s),
      found = all.parameters,
      out = called(op, all);
    expect(out.map((t) => t.shape)).toEqual(s.out.map((t) => t.s));
    out.forEach((t, i) => expect([...t.dataSync()]).toEqual(numbers(s.out[i]!)));
    judged++;
    if (!s.cot || !s.wrt) continue;
    const pull = (weigh: (x: number) => number): Map<string, number[]> => {
      found.forEach((p) => p.zeroGrad());
      const terms = out.map((t, i) => k.sum(k.mul(t, k.tensor(Float32Array.from(numbers(s.cot![i]!), weigh), { shape: t.shape }))));
      backward(k.sum(k.stack(terms)));
      return new Map(s.wrt!.map((path) => [path, [...found.get(path)!.grad!.dataSync()]]));
    };
    // The sizes of the terms are the gradient of absolute weights.
    const sizes = pull(Math.abs),
      got = pull((x) => x);
    s.wrt.forEach((path, j) =>
      numbers(s.grads![j]!).forEach((want, n) => {
        const bound = additions ? ({ terms: additions } as const) : ({ exact: true } as const),
          magnitude = sizes.get(path)![n]!;
        const v = verdict({
          address: () => `${op}:f32:cpu:${s.i} ${path} [${n}]`,
          inputs: [],
          got: got.get(path)![n]! + 0,
          truth: [want + 0, 0],
          bound,
          magnitude,
        });
        expect(v.pass, v.sentence).toBe(true);
      }),
    );
  }
  expect(judged).toBeGreaterThan(0);
});

test.skipIf(!present)("what PyTorch refuses is refused with a typed error", async () => {
  let refused = 0;
  for (const op of Object.keys(OPS))
    for (const r of samplesOf(op).error_cases) {
      const e = await errorOf(() => called(op, given(r)));
      expect(e instanceof RangeError || e instanceof TypeError, `${op}: ${r.regex}`).toBe(true);
      expect((e as Error).message, `${op}: ${r.regex}`).toMatch(/^\w+: .+\. .+\.$/s);
      refused++;
    }
  expect(refused).toBeGreaterThan(20);
});
