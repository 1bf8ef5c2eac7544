/** Judges one row on a backend: value and derivatives at given inputs, special values exactly, and the naive form at the hard points. */
import type { Backend, Ex, Facts } from "@evenkeel/core";
import { applyBody } from "./apply.js";
import { evaluator } from "./evaluate.js";
import { FAST_ERROR } from "./fast.js";
import { distance, IEEE, type Leniency, verdict, type Verdict } from "./judge.js";
import type { Exact, Reference } from "./reference/reference.js";
import { hex32 } from "./ulp.js";

/** What was found of one op's value or of one of its derivatives. */
export interface Finding {
  readonly op: string;
  /** `value`, or the inputs that the derivative is taken by, one after the other. */
  readonly part: "value" | Letter | `${Letter}${Letter}`;
  readonly bound: number;
  /** Infinity if a special value was missed. */
  readonly worst: number;
  readonly worstAt: readonly number[];
  readonly inputs: number;
  /** The first few; `failed` counts all. */
  readonly failures: readonly Verdict[];
  readonly failed: number;
  /** The naive form's greatest error at a hard point; NaN if it missed a special value. Absent where there is no naive form. */
  readonly naive?: { readonly ulps: number; readonly at: readonly number[] };
}

/** A bound as facts state it: in ulp of the result, or of the size of the terms that cancel. */
interface Stated {
  readonly ulp: number;
  readonly of?: Ex;
}

/** What spares the reference. */
export interface Known {
  /** Within FAST_ERROR of the exact value: settles all that is neither the worst nor near the bound. */
  readonly approximate?: ((...x: number[]) => number) | undefined;
  /** The worst of other inputs: what is nearer is not measured. */
  readonly worst?: number | undefined;
}

export type Letter = (typeof LETTERS)[number];
export const LETTERS = ["x", "y", "z", "w"] as const;
const KEPT = 5;

/** The value of an op: its bound, special rows of its facts, its naive form. */
export async function judgeValue(
  backend: Backend,
  f: Facts,
  reference: Reference,
  inputs: readonly Float32Array[],
  rows = f.special,
  known?: Known,
): Promise<Finding> {
  const bound = f.bound[backend.manifest.arithmetic];
  const found = await judgePart(backend, f.name, "value", f.body, reference.value, bound, inputs, known);
  const special = await judgeSpecials(backend, f, rows, reference.value);
  const failures = [...special, ...found.failures].slice(0, KEPT),
    failed = found.failed + special.length;
  return { ...found, failures, failed, ...(f.naive && { naive: worstNaive(f, f.naive, reference.value) }) };
}

/** One body, of a value or a derivative, at these inputs. The derivative is judged as the program that it is, before a gradient multiplies it. */
export async function judgePart(
  backend: Backend,
  op: string,
  part: Finding["part"],
  body: Ex,
  exact: Exact,
  bound: Stated,
  inputs: readonly Float32Array[],
  { approximate, worst: before = 0 }: Known = {},
): Promise<Finding> {
  const got = await applyBody(backend, body, inputs),
    leniency = leniencyOf(backend),
    size = bound.of && evaluator(bound.of, (v) => v);
  const failures: Verdict[] = [];
  let worst = before,
    worstAt: readonly number[] = [],
    failed = 0;
  for (let i = 0; i < got.length; i++) {
    const x = inputs.map((a) => a[i]!);
    if (approximate && isSettled(got[i]!, approximate(...x), Math.min(worst, bound.ulp))) continue;
    const truth = exact(...x);
    const flushed = leniency.subnormals === "ftz" && x.some(isSubnormal) ? exact(...x.map((v) => (isSubnormal(v) ? 0 * v : v))) : undefined;
    const v = verdict({
      address: () => address(op, part, backend, x),
      inputs: x,
      got: got[i]!,
      truth,
      flushed,
      leniency,
      ...(size ? { bound: { scale: bound.ulp }, magnitude: Math.abs(size(x)) } : { bound: { ulp: bound.ulp } }),
    });
    if (!v.pass && failed++ < KEPT) failures.push(v);
    const ulps = Number.isNaN(v.ulps) ? Infinity : v.ulps;
    if (ulps <= worst || (v.pass && ulps > bound.ulp)) continue; // what may be flushed is no distance
    worst = ulps;
    worstAt = x;
  }
  return { op, part, bound: bound.ulp, worst, worstAt, inputs: got.length, failures, failed };
}

/** Whether a result is nearer than `limit`, whatever the exact one is: of normal numbers alone. */
const isSettled = (got: number, y: number, limit: number): boolean =>
  Math.abs(y) >= 2 ** -125 && Math.abs(y) < 2 ** 127 && distance(got, [y, 0]) < limit - 2 * FAST_ERROR * 2 ** 24;

/** Special rows of the facts: the kernel must give exactly their result, and so must the reference. */
async function judgeSpecials(backend: Backend, f: Facts, rows: Facts["special"], exact: Exact): Promise<Verdict[]> {
  if (rows.length === 0) return [];
  const columns = Array.from({ length: f.arity }, (_, i) => Float32Array.from(rows, (row) => row[i]!));
  const got = await applyBody(backend, f.body, columns);
  return rows.flatMap((row, i) => {
    const x = columns.map((c) => c[i]!),
      want = row[f.arity]!;
    const question = { inputs: x, truth: [want, 0] as const, bound: { exact: true } as const };
    const kernel = verdict({ ...question, got: got[i]!, address: () => address(f.name, "value", backend, x), leniency: leniencyOf(backend) });
    const reference = verdict({ ...question, got: Math.fround(exact(...x)[0]), address: () => `${f.name}:f32:reference:${where(x)}` });
    return [kernel, reference].filter((v) => !v.pass);
  });
}

/** The naive form in separate float32 ops, at the hard points (or all pairs of them, or with all parameters): its worst distance, NaN counting as worst. */
function worstNaive(f: Facts, naive: Ex, exact: Exact): { ulps: number; at: readonly number[] } {
  const evaluate = evaluator(naive, Math.fround),
    hard = f.hard.map(Math.fround);
  const others = f.parameters?.map((p) => p.map(Math.fround)) ?? (f.arity === 1 ? [[]] : hard.map((y) => [y]));
  const points = hard.flatMap((x) => others.map((rest) => [x, ...rest]));
  const found = points.map((at) => ({ at, ulps: distance(Math.fround(evaluate(at)), exact(...at)) }));
  return found.find((each) => each.ulps !== each.ulps) ?? found.reduce((a, b) => (b.ulps > a.ulps ? b : a), { ulps: 0, at: [] as readonly number[] });
}

const address = (op: string, part: Finding["part"], backend: Backend, x: readonly number[]): string =>
  `${op}${part === "value" ? "" : `.${part}`}:f32:${backend.name}:${where(x)}`;
const where = (x: readonly number[]): string => x.map((v, i) => `${LETTERS[i]}=${hex32(v)}`).join();
const leniencyOf = (backend: Backend): Leniency => (backend.manifest.subnormals === "ftz" ? { subnormals: "ftz", zeros: "either" } : IEEE);
const isSubnormal = (x: number): boolean => x !== 0 && Math.abs(x) < 2 ** -126;
