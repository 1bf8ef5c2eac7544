/**
 * One sample of PyTorch's against ours: values, gradients, and gradients of gradients. What is moved, chosen or counted is equal; what is computed may be
 * off by so many times what the problem itself makes of a rounding: ½ ulp of the exact result, and how far that moves when every input is rounded.
 * (So that of an error the bits that are not the problem's own are counted; TensorFlow Probability calls these excess wrong bits.) PyTorch's float64 results
 * are the exact ones here. They are off by as many ulp as its float32 results of the same algorithm are seen to be, or some times that; a float64 of ours may be off by so much more. Of its second
 * derivatives no float32 error is known: in float64 they are sums whose terms may cancel, and are trusted to an ulp of the greatest.
 */
import { readFileSync } from "node:fs";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { random } from "../../src/cases.js";
import { dd, type DD, mul } from "../../src/reference/dd.js";
import type { Reference } from "../../src/reference/reference.js";
import { errorOf, FORMATS, ulpOf, unitOf } from "../../src/ulp.js";
import { type Change, elements, type Given, given, numbers, type Precision, type Sample, type Stored } from "./samples.js";

export type Part = "values" | "gradient" | "second";
export type Call = (args: never[], named: Record<string, never>) => k.Tensor | k.Tensor[] | Promise<k.Tensor | k.Tensor[]>;
/** How far a result may be off, in roundings of result and inputs; 0 where it is equal. */
export interface Entry {
  readonly call: Call;
  readonly values: number;
  readonly gradient: number;
  /** Of results whose order is left open: the same in the one order. */
  readonly ordered?: (results: readonly (readonly number[])[], sample: Sample) => number[][];
  /** Gradients in which terms cancel to less than they are: a rounding of the largest of results and weights counts. */
  readonly cancels?: true;
  /** Samples that PyTorch computes in float32 in part: its float64 results are none. */
  readonly narrow?: (sample: Sample) => boolean;
  /** Of an op of one operand: what the exact results are, where PyTorch's are doubted. */
  readonly exact?: Reference;
}

/** How many times PyTorch's error in float32 is thought to be its error in float64: there are other roundings. */
const DOUBT = 8;
/** Two bits beyond the problem's own. */
const ROUNDED = 4;
/** Values are equal, bit for bit; gradients are sums of what arrives. */
export const moved = (call: Call, gradient = ROUNDED): Entry => ({ call, values: 0, gradient });
export const rounded = (call: Call, values = ROUNDED, gradient = values): Entry => ({ call, values, gradient });
/** What is computed of several terms that may cancel in its gradients. */
export const combined = (call: Call, values = ROUNDED): Entry => ({ ...rounded(call, values), cancels: true });
/** An op of one operand, with what is exact. */
export const row = (op: (x: k.Tensor) => k.Tensor, exact: Reference): Entry => ({ ...rounded(([x]) => op(x!)), exact });

type Results = Record<Part, (number[] | null)[]>;
interface Found extends Results {
  readonly shapes: readonly (readonly number[])[];
  readonly dtypes: readonly k.DType[];
}

/** All that is asked of a sample, by ours. */
export async function computed(call: Call, sample: Sample, precision: Precision, change?: Change): Promise<Found> {
  const all = given(sample, precision, change),
    given_ = await call(all.args as never[], all.named as Record<string, never>),
    out = Array.isArray(given_) ? given_ : [given_];
  return {
    shapes: out.map((t) => t.shape),
    dtypes: out.map((t) => t.dtype),
    values: await Promise.all(out.map(read)),
    ...(await derivatives(out, all, sample, precision, change)),
  };
}
const read = async (t: k.Tensor): Promise<number[]> => [...(await t.data())].map(Number);

async function derivatives(
  out: readonly k.Tensor[],
  { parameters }: Given,
  sample: Sample,
  precision: Precision,
  change: Change = (x) => x,
): Promise<Pick<Found, "gradient" | "second">> {
  const { cot, wrt, hvp } = sample,
    weighed = (ts: readonly k.Tensor[], weights: readonly (Stored | null)[]): k.Tensor | null => {
      const terms = ts.flatMap((t, i) =>
        weights[i] && t.requiresGrad
          ? [k.sum(k.mul(t, k.tensor(elements(precision, numbers(weights[i]).map(change)), { shape: weights[i].s })))]
          : [],
      );
      return terms.length ? terms.reduce((a, b) => k.add(a, b)) : null;
    };
  const loss = cot && wrt ? weighed(out, cot) : null;
  if (!loss) return { gradient: [], second: [] };
  const by = wrt!.map((path) => parameters.get(path)!),
    first = grad(loss, by, { createGraph: !!hvp, allowUnused: true });
  const again = hvp
      ? weighed(
          hvp.of.map((i) => first[i]!),
          hvp.w,
        )
      : null,
    second = again ? grad(again, by, { allowUnused: true }) : [];
  return { gradient: await Promise.all(first.map(read)), second: await Promise.all(second.map(read)) };
}

/** The worst of a part, in roundings; Infinity where something is missed that no rounding explains. `at` says where. */
export interface Worst {
  readonly excess: number;
  readonly at: string;
  /** Of float32: whether it is off by more ulp than PyTorch's float32 is, and by more absolutely; or not finite where that is. */
  readonly isWorse?: boolean;
}

export async function judged(
  op: string,
  { call, values, gradient, exact, ordered, cancels, narrow }: Entry,
  sample: Sample,
  precision: Precision,
): Promise<Partial<Record<Part, Worst>>> {
  const found = await computed(call, sample, precision),
    shapes = JSON.stringify(sample.out.map((t) => t.s));
  if (JSON.stringify(found.shapes) !== shapes) return { values: { excess: Infinity, at: `shapes ${JSON.stringify(found.shapes)} for ${shapes}` } };
  const moves = once(() => sensitivity(call, sample, precision, found)),
    result: Partial<Record<Part, Worst>> = {};
  const truth = exact && exactly(exact, sample),
    known = stored[op]?.[sample.i];
  for (const [part, want, bound, doubted] of [
    ["values", ordered ? restored(sample.out, ordered(sample.out.map(numbers), sample)) : sample.out, values, "fwd"],
    ["gradient", sample.grads, gradient, "grad"],
    ["second", sample.hvp?.h, gradient, "grad"],
  ] as const) {
    if (!want || (part !== "values" && !found[part].length)) continue;
    if (narrow?.(sample) && (precision === "float64" || part !== "values")) continue;
    const doubt = precision === "float64" ? DOUBT * Number(sample.f32?.[doubted]?.[0] ?? 0) : 0;
    const isFurther = precision === "float32" && part !== "second" ? isWorse(found[part], want, sample.f32?.[doubted]) : undefined;
    const measured = await worst(ordered && part === "values" ? ordered(found.values as number[][], sample) : found[part], want, {
      precision,
      bound,
      doubt,
      isCancelling: precision === "float64" && part === "second",
      floor: cancels && part !== "values" ? 2 ** -FORMATS[precision].p * largest(sample, part) : 0,
      moves: async () => (await moves())[part],
      exact: known?.[part] ? (j, n) => known[part]![j]?.[n] : truth?.[part],
      dtypes: part === "values" ? found.dtypes : undefined,
    });
    result[part] = isFurther === undefined ? measured : { ...measured, isWorse: isFurther };
  }
  return result;
}
/** The largest of what is summed up: gradients and their weights; of their gradients, the products of these with weights of their own. */
function largest({ cot, grads, hvp }: Sample, part: "gradient" | "second"): number {
  const most = (all: readonly (Stored | null)[] | undefined): number =>
      (all ?? []).reduce((m, t) => (t ? numbers(t).reduce((n, x) => Math.max(n, Math.abs(x) || 0), m) : m), 0),
    first = Math.max(most(grads), most(cot));
  return part === "gradient" ? first : Math.max(most(hvp?.h), most(hvp?.w) * first);
}
/** Half an ulp and what float64 leaves of it, and a thousandth more than the figures, which are rounded to three digits. */
const HALF = 0.501;
const ROUNDED_FIGURE = 1.006;
/** Undefined where PyTorch's error is not known. */
function isWorse(
  got: readonly (number[] | null)[],
  want: readonly (Stored | null)[],
  theirs: readonly [number | string, number | string, number | string, number] | null | undefined,
): boolean | undefined {
  if (!theirs) return undefined;
  let ulps = 0,
    absolute = 0,
    missed = 0;
  want.forEach((stored, j) => {
    if (!stored?.d.startsWith("f")) return;
    numbers(stored).forEach((w, n) => {
      const g = got[j]?.[n] ?? NaN;
      if (!Number.isFinite(Math.fround(w))) return;
      if (!Number.isFinite(g)) missed++;
      else {
        absolute = Math.max(absolute, Math.abs(g - w));
        ulps = Math.max(ulps, Math.abs(g - w) / unitOf([w, 0], FORMATS.float32));
      }
    });
  });
  const [theirUlps, , theirAbsolute, theirMissed] = theirs;
  return missed > theirMissed || (ulps > Math.max(HALF, Number(theirUlps) * ROUNDED_FIGURE) && absolute > Number(theirAbsolute) * ROUNDED_FIGURE);
}
const restored = (like: readonly Stored[], results: readonly number[][]): Stored[] => like.map((t, i) => ({ ...t, v: results[i]! }));
/** Element n of result j. */
type Truth = (j: number, n: number) => DD | undefined;
/** By operator and sample; written by scripts/opinfo-exact.py. */
const stored = JSON.parse(readFileSync(new URL("fixtures/exact.json", import.meta.url), "utf8")) as Record<
  string,
  Record<string, Partial<Record<Part, DD[][]>>>
>;
/** The parts of a row as they are: f, c·f′ and c·w·f″. */
function exactly({ value, derivatives, seconds }: Reference, { args, cot, hvp }: Sample): Record<Part, Truth | undefined> {
  const x = numbers((args[0] as { t: Stored }).t),
    [c, w] = [cot?.[0], hvp?.w[0]].map((t) => t && numbers(t)),
    first = derivatives[0],
    second = seconds?.[0]?.[0];
  return {
    values: (_, n) => value(x[n]!),
    gradient: first && c ? (_, n) => mul(dd(c[n]!), first(x[n]!)) : undefined,
    second: second && c && w ? (_, n) => mul(mul(dd(c[n]!), dd(w[n]!)), second(x[n]!)) : undefined,
  };
}
const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

interface Measure {
  readonly precision: Precision;
  readonly bound: number;
  /** How many ulp PyTorch's result may be off. */
  readonly doubt: number;
  /** Whether PyTorch's result is a sum in which terms as great as its greatest element may cancel. */
  readonly isCancelling: boolean;
  /** What counts as a rounding beside those of the result and the inputs. */
  readonly floor: number;
  /** How far the problem moves every result; asked for where one is off by more than its own rounding. */
  readonly moves: () => Promise<(number[] | null)[]>;
  readonly exact: Truth | undefined;
  readonly dtypes?: readonly k.DType[] | undefined;
}
async function worst(got: readonly (number[] | null)[], want: readonly (Stored | null)[], measure: Measure): Promise<Worst> {
  let found: Worst = { excess: 0, at: "" };
  for (const [j, stored] of want.entries()) {
    if (!stored) continue; // no gradient there: zeros here
    const isExact = measure.bound === 0 || (measure.dtypes && !k.isFloating(measure.dtypes[j]!));
    const all = numbers(stored),
      greatest = Math.max(0, ...all.map(Math.abs).filter(Number.isFinite));
    for (const [n, w] of all.entries()) {
      const g = got[j]?.[n];
      if (g === undefined) return { excess: Infinity, at: `[${j}] has ${got[j]?.length ?? 0} elements` };
      if (same(g, isExact && measure.precision === "float32" ? Math.fround(w) : w)) continue;
      const scale = measure.isCancelling ? ulpOf(greatest, FORMATS[measure.precision]) : 0,
        move = async (): Promise<number> => scale + ((await measure.moves())[j]?.[n] ?? 0);
      let excess = isExact ? Infinity : await excessOf(g, dd(w), measure, move);
      const truth = excess > measure.bound ? measure.exact?.(j, n) : undefined;
      if (truth) excess = await excessOf(g, truth, { ...measure, doubt: 0 }, move);
      if (excess > found.excess) found = { excess, at: `[${j}][${n}] got ${g}, want ${w}` };
    }
  }
  return found;
}
const same = (a: number, b: number): boolean => a === b || (a !== a && b !== b);

/** An error in roundings. */
async function excessOf(got: number, truth: DD, { precision, doubt, floor }: Measure, move: () => Promise<number>): Promise<number> {
  const [want] = truth,
    limit = precision === "float32" ? Math.fround(want) : want;
  if (!Number.isFinite(want) || !Number.isFinite(got)) return same(got, limit) ? 0 : Infinity;
  const half = (unitOf(truth, FORMATS[precision]) / 2) * (1 + doubt),
    error = errorOf(got, truth, FORMATS[precision]);
  return error > half ? error / (half + floor + (await move())) : error / half;
}

const TIMES = 8;
/** How far every result moves when all inputs are rounded to the precision: in float64, where that is seen; the most of several times. */
async function sensitivity(call: Call, sample: Sample, precision: Precision, found: Results): Promise<Results> {
  const exact = precision === "float64" ? found : await computed(call, sample, "float64"),
    most: Results = { values: zeros(found.values), gradient: zeros(found.gradient), second: zeros(found.second) };
  const size = 2 ** -24,
    scale = precision === "float64" ? 2 ** -29 : 1;
  for (let seed = 1; seed <= TIMES; seed++) {
    const next = random(seed),
      shaken = await computed(call, sample, "float64", (x) => x * (1 + size * (next() / 2 ** 31 - 1)));
    for (const part of ["values", "gradient", "second"] as const)
      most[part].forEach((row, j) =>
        row?.forEach((m, n) => {
          const move = Math.abs((shaken[part][j]?.[n] ?? 0) - (exact[part][j]?.[n] ?? 0)) * scale;
          if (move > m) row[n] = move;
        }),
      );
  }
  return most;
}
const zeros = (like: readonly (number[] | null)[]): (number[] | null)[] => like.map((row) => row && new Array<number>(row.length).fill(0));
