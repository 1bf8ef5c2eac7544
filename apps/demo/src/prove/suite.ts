/** The conformance suite in steps: every op's value and derivatives on a backend, and the functions that the adapter has built in, by the same judge. */
import { facts, KINDS as CASES, references, run, runKind, stratified, stratifiedPairs, verdict } from "@evenkeel/conformance";
import type { Backend } from "@evenkeel/core";
import { BUILTINS, type Builtin } from "./builtins.js";

export const SEED = 20_261_122;
/** The ops that are judged, in the order in which they are. */
export const OPS: readonly string[] = facts.map((f) => f.name).sort((a, b) => a.localeCompare(b));

/** What was found of an op's value, or of one of its derivatives, or of what is built in. */
export interface Judged {
  /** `value`, the letters of the inputs that the derivative is taken by, or `wgsl`. */
  readonly part: string;
  /** ulp; null where none is stated. */
  readonly bound: number | null;
  /** ulp; null where a special value was missed, or all is lost. */
  readonly worst: number | null;
  /** The inputs of the worst, as bits. */
  readonly at: readonly string[];
  readonly inputs: number;
  readonly failed: number;
  readonly says: readonly string[];
}
/** Null for what JSON has no number for. */
const number = (x: number): number | null => (Number.isFinite(x) ? x : null);
const word = new Float32Array(1),
  bits = new Uint32Array(word.buffer);
export function hex(x: number): string {
  word[0] = x;
  return `0x${bits[0]!.toString(16).padStart(8, "0")}`;
}

/** One op on a backend, on so many stratified inputs. */
export async function judgeOp(backend: Backend, op: string, count: number): Promise<Judged[]> {
  const { findings } = await run(backend, [facts.find((f) => f.name === op)!], references, { count, seed: SEED });
  return findings.map(({ part, bound, worst, worstAt, inputs, failed, failures }) => ({
    part,
    bound,
    worst: number(worst),
    at: worstAt.map(hex),
    inputs,
    failed,
    says: failures.map((f) => f.sentence),
  }));
}

/** What was found of a structural kind: sums, products of matrices, windows, indices, sorting, random bits. */
export interface KindJudged {
  readonly kind: string;
  readonly cases: number;
  readonly elements: number;
  /** The greatest share of its bound that an error takes; null where a special value was missed. */
  readonly share: number | null;
  /** In which case. */
  readonly at: string;
  readonly failed: number;
  readonly says: readonly string[];
}
type Kind = keyof typeof CASES;
/** The kinds that a backend is asked for. */
export const kindsOf = (backend: Backend): readonly Kind[] => (Object.keys(CASES) as Kind[]).filter((kind) => kind !== "rows" || backend.join);
export async function judgeKind(backend: Backend, kind: Kind): Promise<KindJudged> {
  const { cases, elements, worst, failures } = await runKind(backend, kind, SEED);
  return {
    kind,
    cases,
    elements,
    share: number(worst.share),
    at: worst.name,
    failed: failures.length,
    says: failures.slice(0, 5).map((f) => f.sentence),
  };
}

/** Computes a built-in function for all inputs. */
export type Compute = (builtin: Builtin, inputs: readonly Float32Array[]) => Promise<Float32Array>;

/**
 * What is built in under the name of an op, on the inputs on which the op is judged; null if there is none. The worst is of finite results; infinities and NaN
 * that are missed or invented are counted.
 */
export async function judgeBuiltin(compute: Compute, op: string, count: number): Promise<Judged | null> {
  const builtin = BUILTINS[op],
    f = facts.find((each) => each.name === op)!;
  if (!builtin) return null;
  const inputs = f.arity === 1 ? [stratified(count, SEED, f.hard)] : [...stratifiedPairs(count, SEED, f.hard)],
    got = await compute(builtin, inputs),
    exact = references[op as keyof typeof references].value,
    bound = f.bound.narrow.ulp;
  let worst = 0,
    at: readonly number[] = [],
    failed = 0,
    missed = 0;
  for (const [i, y] of got.entries()) {
    const x = inputs.map((a) => a[i]!),
      flushed = x.map((v) => (v !== 0 && Math.abs(v) < 2 ** -126 ? 0 * v : v)),
      { pass, ulps } = verdict({
        address: () => op,
        inputs: x,
        got: y,
        truth: exact(...x),
        flushed: exact(...flushed),
        bound: { ulp: bound },
        leniency: { subnormals: "ftz", zeros: "either" },
      });
    if (!pass) failed++;
    if (Number.isNaN(ulps) || y === Infinity || y === -Infinity) missed += pass ? 0 : 1;
    else if (ulps > worst && !(pass && ulps > bound)) [worst, at] = [ulps, x];
  }
  const says = missed ? [`${op}, as WGSL has it, gives or lacks an infinity or NaN at ${missed} of ${got.length} inputs.`] : [];
  return { part: "wgsl", bound: null, worst, at: at.map(hex), inputs: got.length, failed, says };
}
