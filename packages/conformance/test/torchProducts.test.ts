/**
 * Contractions and losses against PyTorch's own samples (../shared/cases/torch-opinfo beside the project), where those are at hand: values, gradients
 * and the second derivative along a direction, in float32 and in float64.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import * as losses from "@evenkeel/losses";
import { verdict } from "../src/judge.js";
import { FORMATS } from "../src/ulp.js";
import { announce, numbers, present, type Sample, samplesOf, type Stored } from "./torch.js";

type T = k.Tensor;
announce("torchProducts");
beforeAll(() => k.setDefaultDevice(cpu()));

type Named = Readonly<Record<string, never>>;
/** Arguments in PyTorch's order, and what it names. */
const OPS: Record<string, (args: never[], named: Named) => T> = {
  __rmatmul__: ([a, b]) => k.matmul(b!, a!),
  addbmm: ([x, a, b], named) => k.addbmm(x!, a!, b!, named),
  addmm: ([x, a, b], named) => k.addmm(x!, a!, b!, named),
  addmv: ([x, a, b], named) => k.addmv(x!, a!, b!, named),
  addr: ([x, a, b], named) => k.addr(x!, a!, b!, named),
  cross: ([a, b], { dim }) => k.cross(a!, b!, dim),
  dot: ([a, b]) => k.dot(a!, b!),
  inner: ([a, b]) => k.inner(a!, b!),
  "linalg.matrix_power": ([x, n]) => k.matrixPower(x!, n!),
  "linalg.multi_dot": ([xs]) => k.multiDot(xs!),
  "linalg.vecdot": ([a, b], { dim }) => k.vecdot(a!, b!, dim),
  matmul: ([a, b]) => k.matmul(a!, b!),
  mm: ([a, b]) => k.mm(a!, b!),
  mv: ([a, b]) => k.mv(a!, b!),
  "nn.functional.bilinear": ([a, b, weight, bias]) => k.bilinear(a!, b!, weight!, bias),
  vdot: ([a, b]) => k.vdot(a!, b!),
  "nn.functional.binary_cross_entropy": ([x, t], { weight, reduction }) => losses.binaryCrossEntropy(x!, t!, { weight, reduction }),
  "nn.functional.binary_cross_entropy_with_logits": ([x, t], { weight, pos_weight, reduction }) =>
    losses.binaryCrossEntropyWithLogits(x!, t!, { weight, posWeight: pos_weight, reduction }),
  "nn.functional.cross_entropy": ([x, t], { weight, ignore_index, reduction }) =>
    losses.crossEntropy(x!, t!, { weight, ignoreIndex: ignore_index, reduction }),
  "nn.functional.hinge_embedding_loss": ([x, t], named) => losses.hingeEmbeddingLoss(x!, t!, named),
  "nn.functional.kl_div": ([x, t], { log_target, reduction }) => losses.klDiv(x!, t!, { logTarget: log_target, reduction }),
  "nn.functional.l1_loss": ([x, t], named) => losses.l1Loss(x!, t!, named),
  "nn.functional.margin_ranking_loss": ([x, y, t], named) => losses.marginRankingLoss(x!, y!, t!, named),
  "nn.functional.mse_loss": ([x, t], named) => losses.mseLoss(x!, t!, named),
  "nn.functional.multilabel_margin_loss": ([x, t], named) => losses.multilabelMarginLoss(x!, t!, named),
  "nn.functional.multilabel_soft_margin_loss": ([x, t], named) => losses.multilabelSoftMarginLoss(x!, t!, named),
  "nn.functional.smooth_l1_loss": ([x, t], named) => losses.smoothL1Loss(x!, t!, named),
};
/** What is not there: powers of an inverse. */
const SKIPPED: Record<string, (s: Sample) => boolean> = { "linalg.matrix_power": ({ args }) => !((args[1] as number) >= 0) };

interface Called {
  readonly f: (xs: readonly T[]) => T;
  readonly xs: readonly T[];
  /** For each argument that a gradient is asked of, which of the operands it is. */
  readonly wrt: readonly number[];
}
function called(op: string, s: Sample & { readonly hvp?: Hvp }, made: (t: Stored) => T): Called {
  const xs: T[] = [],
    paths: string[] = [];
  type Build = (xs: readonly T[]) => unknown;
  const build = (json: unknown, path: string): Build => {
    if (json === null || typeof json !== "object") return () => json ?? undefined;
    const list = (json as { list?: unknown[] }).list ?? (json as { tuple?: unknown[] }).tuple;
    if (list) {
      const parts = list.map((each, i) => build(each, `${path}/${i}`));
      return (xs) => parts.map((part) => part(xs));
    }
    const at = xs.push(made((json as { t: Stored }).t)) - 1;
    paths.push(path);
    return (xs) => xs[at];
  };
  const args = s.args.map((a, i) => build(a, `args/${i}`)),
    named = Object.entries(s.kwargs).map(([name, a]) => [name, build(a, `kwargs/${name}`)] as const);
  const f = (xs: readonly T[]): T =>
    OPS[op]!(args.map((a) => a(xs)) as never[], Object.fromEntries(named.map(([name, a]) => [name, a(xs)])) as Named);
  return { f, xs, wrt: (s.wrt ?? []).map((path) => paths.indexOf(path)) };
}
interface Hvp {
  /** The gradients that are multiplied by w and added; h is the gradient of that by all. */
  readonly of: readonly number[];
  readonly w: readonly Stored[];
  /** null where nothing depends on it. */
  readonly h: readonly (Stored | null)[];
}

/** Of the scale of all terms: the greatest of what is compared, as PyTorch's samples do not say what cancels. */
function judge(what: string, got: ArrayLike<number>, want: readonly number[], dtype: "float32" | "float64", terms: number, least: number): void {
  expect(got.length, what).toBe(want.length);
  const magnitude = Math.max(least, ...want.map(Math.abs).filter(Number.isFinite));
  want.forEach((x, i) => {
    const v = verdict({
      address: () => `${what}[${i}]`,
      inputs: [],
      got: got[i]! + 0,
      truth: [x + 0, 0],
      bound: { terms },
      magnitude,
      format: FORMATS[dtype],
    });
    expect(v.pass, v.sentence).toBe(true);
  });
}

describe.skipIf(!present).each(["float32", "float64"] as const)("%s", (dtype) => {
  const made = (t: Stored): T => {
    const data = numbers(t);
    return k.tensor(/^[iu]\d/.test(t.d) ? Int32Array.from(data) : dtype === "float32" ? Float32Array.from(data) : Float64Array.from(data), {
      shape: t.s,
    });
  };
  test.each(Object.keys(OPS))("%s", (op) => {
    const [terms, least] = [(dtype === "float64" && LOOSE[op]) || TERMS, LEAST[op] ?? 1e-300];
    let judged = 0;
    for (const s of (present ? samplesOf(op).cases : []) as (Sample & { readonly hvp?: Hvp })[]) {
      if (SKIPPED[op]?.(s)) continue;
      const { f, xs, wrt } = called(op, s, made),
        name = `${op}:${dtype}:${s.i}`;
      judge(`${name}:value`, f(xs).dataSync(), numbers(s.out[0]!), dtype, terms, least);
      judged++;
      if (!s.cot || !wrt.length) continue;
      const cotangent = made(s.cot[0]!),
        asked = wrt.map((i) => xs[i]!),
        loss = (some: readonly T[]): T => k.sum(k.mul(f(xs.map((x, i) => some[wrt.indexOf(i)] ?? x)), cotangent)),
        first = grad(loss)(asked);
      first.forEach((g, i) => judge(`${name}:gradient ${i}`, g.dataSync(), numbersOf(s.grads![i], g), dtype, terms, least));
      if (!s.hvp) continue;
      const { of, w, h } = s.hvp,
        directions = w.map(made),
        along = (some: readonly T[]): T => {
          const gs = grad(loss)(some);
          return of.map((i, n) => k.sum(k.mul(gs[i]!, directions[n]!))).reduce((a, b) => k.add(a, b));
        };
      const second = grad(along)(asked);
      second.forEach((g, n) => judge(`${name}:second ${n}`, g.dataSync(), numbersOf(h[n], g), dtype, terms, least));
    }
    expect(judged).toBeGreaterThan(0);
  });
});
/** Sums of up to a hundred products, of up to four factors, of the size of the greatest result. */
const TERMS = 512;
/** PyTorch adds 10⁻¹² to p·(1 − p), squared, in second derivatives. */
const LOOSE: Record<string, number> = { "nn.functional.binary_cross_entropy": 2 ** 22 };
/** The least size of what cancels in a result: here of logits. */
const LEAST: Record<string, number> = { "nn.functional.cross_entropy": 1 };
/** null where nothing depends on it. */
const numbersOf = (stored: Stored | null | undefined, like: T): number[] => (stored ? numbers(stored) : new Array<number>(like.size).fill(0));
