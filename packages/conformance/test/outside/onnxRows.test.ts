/** ONNX's node tests of reductions and normalised rows (../shared/cases/onnx-cases beside the project), where those are at hand: values, shapes, what no axes mean. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

const folder = new URL("../../../../../shared/cases/onnx-cases/", import.meta.url),
  present = existsSync(folder);
if (!present) console.log(`onnxRows: ${folder.pathname} is not there, so nothing was compared with ONNX`);
beforeAll(() => k.setDefaultDevice(cpu()));

interface Stored {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
}
interface Case {
  readonly name: string;
  readonly attrs: Readonly<Record<string, number | number[]>>;
  readonly inputs: readonly (Stored | null)[];
  readonly outputs: readonly Stored[];
  readonly rtol: number;
  readonly atol: number;
}
const casesOf = (op: string): Case[] =>
  (JSON.parse(gunzipSync(readFileSync(new URL(`${op}.json.gz`, folder))).toString()) as { cases: Case[] }).cases;
const made = ({ dtype, shape, data }: Stored): k.Tensor =>
  k.tensor(/int/.test(dtype) ? Int32Array.from(data, Number) : Float32Array.from(data, Number), {
    shape,
    ...(dtype === "bool" && { dtype: "bool" }),
  });

type Over = (x: k.Tensor, dims: number[] | undefined, options: { keepdim: boolean }) => k.Tensor;
/** A reduction: its axes are an input or an attribute; none are all, or, where it is asked for, nothing. */
const reduced =
  (op: Over, alone: (x: k.Tensor) => k.Tensor = (x) => x) =>
  ({ inputs, attrs }: Case): k.Tensor => {
    const x = made(inputs[0]!),
      axes = (attrs["axes"] as number[] | undefined) ?? inputs[1]?.data.map(Number);
    return !axes?.length && attrs["noop_with_empty_axes"] ? alone(x) : op(x, axes, { keepdim: attrs["keepdims"] !== 0 });
  };
/** The last of equal elements is the first from the other end. */
const placed =
  (op: typeof k.argmax) =>
  ({ inputs, attrs }: Case): k.Tensor => {
    const x = made(inputs[0]!),
      d = (attrs["axis"] as number | undefined) ?? 0,
      keepdim = attrs["keepdims"] !== 0;
    return attrs["select_last_index"] ? k.sub(x.shape.at(d)! - 1, op(k.flip(x, d), d, { keepdim })) : op(x, d, { keepdim });
  };
const OPS: Record<string, (c: Case) => k.Tensor> = {
  ArgMax: placed(k.argmax),
  ArgMin: placed(k.argmin),
  ReduceL1: reduced((x, d, o) => k.norm(x, 1, d, o), k.abs),
  ReduceL2: reduced((x, d, o) => k.norm(x, 2, d, o), k.abs),
  ReduceLogSum: reduced((x, d, o) => k.log(k.sum(x, d, o)), k.log),
  ReduceLogSumExp: reduced((x, d, o) => k.logsumexp(x, d, o)),
  ReduceMax: reduced((x, d, o) => k.amax(x, d, o)),
  ReduceMean: reduced((x, d, o) => k.mean(x, d, o)),
  ReduceMin: reduced((x, d, o) => k.amin(x, d, o)),
  ReduceProd: reduced((x, d, o) => k.prod(x, d, o)),
  ReduceSum: reduced((x, d, o) => k.sum(x, d, o)),
  ReduceSumSquare: reduced((x, d, o) => k.sum(k.square(x), d, o), k.square),
  LpNormalization: ({ inputs, attrs }) => k.normalize(made(inputs[0]!), { p: (attrs["p"] as number) ?? 2, dim: (attrs["axis"] as number) ?? -1 }),
  MeanVarianceNormalization: ({ inputs, attrs }) =>
    k.standardize(made(inputs[0]!), (attrs["axes"] as number[]) ?? [0, 2, 3], { correction: 0, eps: 1e-9 }),
};

test.skipIf(!present).each(Object.keys(OPS))("%s", (op) => {
  const cases = casesOf(op);
  expect(cases.length).toBeGreaterThan(0);
  for (const c of cases) {
    // The greatest of nothing is −∞ there, and an error here.
    if (/empty_set/.test(c.name) && /^ReduceM(ax|in)$/.test(op)) {
      expect(() => OPS[op]!(c), c.name).toThrow(RangeError);
      continue;
    }
    const got = OPS[op]!(c),
      [want] = c.outputs as [Stored],
      all = [...got.dataSync()];
    expect([c.name, got.shape]).toEqual([c.name, want.shape]);
    want.data.map(Number).forEach((w, i) => {
      const near = Object.is(all[i]! + 0, w + 0) || Math.abs(all[i]! - w) <= c.atol + c.rtol * Math.abs(w);
      expect(near, `${c.name} [${i}]: got ${all[i]}, want ${w}`).toBe(true);
    });
  }
});
