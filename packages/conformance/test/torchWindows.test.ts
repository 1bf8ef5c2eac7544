/**
 * Convolutions and pooling against PyTorch's own samples (../shared/cases/torch-opinfo beside the project), where those are at hand: values, gradients and the gradients
 * of those, in float32 and float64, within as many roundings as there are terms, measured by the same on absolute values.
 */
import { beforeAll, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { verdict } from "../src/judge.js";
import { FORMATS } from "../src/ulp.js";
import { announce, given, numbers, present, samplesOf, type Sample, type Stored } from "./torch.js";

type T = k.Tensor;
announce("torchWindows");
beforeAll(() => k.setDefaultDevice(cpu()));

type Named = Record<string, unknown>;
/** PyTorch's names of options as ours; null stands for what is not given. */
const camel = (named: Named): Named =>
  Object.fromEntries(
    Object.entries(named)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
const convolve =
  (f: k.Convolve | k.ConvolveTransposed) =>
  (args: unknown[], { weight, ...named }: Named): T => {
    const [x, w = weight, bias] = args as [T, T, T | undefined];
    return (f as (...x: unknown[]) => T)(x, w, bias, camel(named));
  };

/** How each of PyTorch's ops is called here. */
const CALLS: Record<string, (args: unknown[], named: Named) => T | readonly T[]> = {
  "nn.functional.conv1d": convolve(k.conv1d),
  "nn.functional.conv2d": convolve(k.conv2d),
  "nn.functional.conv_transpose1d": convolve(k.convTranspose1d),
  "nn.functional.conv_transpose2d": convolve(k.convTranspose2d),
};

const isFloat = (x: unknown): x is T => typeof x === "object" && x !== null && "dtype" in x && x.dtype === "float32";

interface Judged {
  readonly out: readonly number[][];
  readonly grads: readonly number[][];
  readonly seconds: readonly number[][];
}
type Hvp = { readonly of: number[]; readonly w: Stored[]; readonly h: (Stored | null)[] };
const hvpOf = (s: Sample): Hvp | undefined => (s as Sample & { hvp?: Hvp }).hvp;

/** What we compute of a sample, in a type, its numbers changed. */
function computed(op: string, s: Sample, dtype: "float32" | "float64", change: (x: number) => number): Judged {
  const all = given(s, change),
    paths = s.wrt ?? [],
    of = (t: Stored): T => k.to(k.tensor(Float64Array.from(numbers(t), change), { shape: t.s }), dtype);
  const replaced = (xs: readonly T[]): T | readonly T[] => {
    const at = (path: string, x: unknown): unknown => (paths.includes(path) ? xs[paths.indexOf(path)] : isFloat(x) ? k.to(x, dtype) : x);
    return CALLS[op]!(
      all.args.map((x, i) => at(`args/${i}`, x)),
      Object.fromEntries(Object.entries(all.named).map(([name, x]) => [name, at(`kwargs/${name}`, x)])),
    );
  };
  const leaves = paths.map((path) => k.to(k.detach(all.parameters.get(path)!), dtype)),
    many = (out: T | readonly T[]): readonly T[] => (Array.isArray(out) ? out : [out as T]) as readonly T[];
  const values = many(replaced(leaves));
  expect(values.map((t) => t.shape)).toEqual(s.out.map((t) => t.s));
  const read = (ts: readonly T[]): number[][] => ts.map((t) => Array.from(t.dataSync()));
  if (!s.cot || !paths.length) return { out: read(values), grads: [], seconds: [] };
  const weighed = (ts: readonly T[], by: readonly Stored[]): T => k.sum(k.stack(ts.map((t, i) => k.sum(k.mul(t, of(by[i]!))))));
  const pull = (...xs: T[]): T => weighed(many(replaced(xs)).slice(0, s.cot!.length), s.cot!);
  const where = paths.map((_, i) => i),
    grads = grad(pull, { argnums: where })(...leaves) as T[];
  const hvp = hvpOf(s);
  const seconds = hvp
    ? (grad((...xs: T[]) => weighed(grad(pull, { argnums: where })(...xs) as T[], hvp.w), { argnums: where })(...leaves) as T[])
    : [];
  return { out: read(values), grads: read(grads), seconds: read(seconds) };
}

test.skipIf(!present).each(Object.keys(CALLS).flatMap((op) => [[op, "float32"] as const, [op, "float64"] as const]))("%s, %s", (op, dtype) => {
  let judged = 0;
  for (const s of samplesOf(op).cases) {
    const got = computed(op, s, dtype, (x) => x),
      sizes = computed(op, s, dtype, Math.abs);
    const judge = (what: "out" | "grads" | "seconds", want: readonly (Stored | null)[]): void =>
      want.forEach((stored, i) =>
        (stored ? numbers(stored) : got[what][i]!.map(() => 0)).forEach((truth, n) => {
          const magnitude = sizes[what][i]![n]!,
            terms = 2 * Math.max(...s.out.map((t) => numbers(t).length), ...got.grads.map((g) => g.length)) + 4;
          const v = verdict({
            address: () => `${op}:${dtype}:cpu:${s.i} ${what} ${i} [${n}]`,
            inputs: [],
            got: got[what][i]![n]! + 0,
            truth: [truth + 0, 0],
            bound: { terms },
            magnitude,
            format: FORMATS[dtype],
          });
          expect(v.pass, v.sentence).toBe(true);
          judged++;
        }),
      );
    judge("out", s.out);
    if (s.grads && got.grads.length) judge("grads", s.grads);
    const hvp = hvpOf(s);
    if (hvp && got.seconds.length) judge("seconds", hvp.h);
  }
  expect(judged).toBeGreaterThan(0);
});
