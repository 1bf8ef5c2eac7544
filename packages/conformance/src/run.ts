/**
 * Rows × a backend: every elementwise op and every derivative on stratified inputs against its reference, its special values, and its
 * naive form, which must break the bound. What is judged is the kernel of that single op, through the backend's own contract.
 */
import type { Backend, Ex, Facts } from "@evenkeel/core";
import { stratified, stratifiedPairs } from "./cases.js";
import { fast } from "./fast.js";
import type { Exact, Reference } from "./reference/reference.js";
import { type Finding, judgePart, judgeValue, LETTERS } from "./row.js";

export interface RunOptions {
  /** Inputs an op; 33,000 are 64 for each sign and exponent. */
  readonly count?: number;
  readonly seed?: number;
}

export interface Report {
  readonly backend: string;
  readonly arithmetic: "wide" | "narrow";
  readonly seed: number;
  readonly findings: readonly Finding[];
}

/** Whether nothing failed and every naive form broke its bound. */
export const passed = (report: Report): boolean => report.findings.every((f) => f.failed === 0 && !naiveHolds(f));
/** A naive form within the bound: then its hard points prove nothing. */
export const naiveHolds = (f: Finding): boolean => f.naive !== undefined && f.naive.ulps <= f.bound;

export async function run(
  backend: Backend,
  facts: readonly Facts[],
  references: Readonly<Record<string, Reference>>,
  options: RunOptions = {},
): Promise<Report> {
  const { count = 33_000, seed = 20_261_122 } = options;
  const findings: Finding[] = [];
  for (const f of facts) {
    const reference = references[f.name];
    if (!reference) throw new RangeError(`conformance: ${f.name} has no reference. Add reference/${f.name}.ts.`);
    for (const judge of partsOf(f, reference)) findings.push(await judge.at(backend, inputsOf(f, count, seed)));
  }
  return { backend: backend.name, arithmetic: backend.manifest.arithmetic, seed, findings };
}

/** What of an op is judged: its value, and each derivative that its reference has. */
export interface Part {
  readonly name: Finding["part"];
  readonly body: Ex;
  /** Judges it at these inputs; derivatives at those of them that lie in the domain. */
  at(backend: Backend, inputs: readonly Float32Array[], worst?: number): Promise<Finding>;
}
export function partsOf(f: Facts, reference: Reference): readonly Part[] {
  const derivative = (
    name: Finding["part"],
    what: string,
    d: Facts["derivatives"][number] | Facts["seconds"][number],
    exact?: Exact | null,
  ): Part => {
    if (!exact) throw new RangeError(`conformance: ${f.name} has a ${what} by ${name} and its reference has none. Add it to reference/${f.name}.ts.`);
    return {
      name,
      body: d.body,
      at: (backend, inputs, worst) =>
        judgePart(backend, f.name, name, d.body, exact, d.bound[backend.manifest.arithmetic], within(f.domain, inputs), { worst }),
    };
  };
  return [
    {
      name: "value",
      body: f.body,
      at: (backend, inputs, worst) =>
        judgeValue(backend, f, reference, inputs, f.special, { worst, approximate: f.bound.wide.of ? undefined : fast[f.name] }),
    },
    ...f.derivatives.map((d) => derivative(LETTERS[d.input]!, "derivative", d, reference.derivatives[d.input])),
    ...(reference.seconds ? f.seconds : []).map((d) => {
      const [k, i] = d.inputs;
      return derivative(`${LETTERS[k]!}${LETTERS[i]!}`, "second derivative", d, reference.seconds![k]?.[i]);
    }),
  ];
}

/** One op at one point: what an address in a failure asks for. */
export async function runOne(backend: Backend, f: Facts, reference: Reference, part: Finding["part"], x: readonly number[]): Promise<Finding> {
  const inputs = x.map((v) => Float32Array.of(v));
  const arithmetic = backend.manifest.arithmetic,
    first = f.derivatives.find((each) => LETTERS[each.input] === part),
    second = f.seconds.find(({ inputs: [k, i] }) => `${LETTERS[k]}${LETTERS[i]}` === part);
  const exact = second ? reference.seconds?.[second.inputs[0]]?.[second.inputs[1]] : first && reference.derivatives[first.input],
    d = second ?? first;
  const special = f.special.filter((row) => x.every((v, i) => Object.is(v, Math.fround(row[i]!))));
  if (part !== "value" && (!d || !exact)) throw new RangeError(`conformance: ${f.name} has no derivative by ${part}.`);
  return d && exact
    ? judgePart(backend, f.name, part, d.body, exact, d.bound[arithmetic], inputs)
    : judgeValue(backend, f, reference, inputs, special);
}

export function inputsOf(f: Facts, count: number, seed: number): readonly Float32Array[] {
  const { parameters = [[]], hard } = f,
    each = count / parameters.length,
    arity = f.arity - parameters[0]!.length;
  if (arity === 1) return beside([stratified(each, seed, hard)], parameters);
  const [x, y] = stratifiedPairs(each, seed, hard);
  return beside(arity === 2 ? [x, y] : [x, y, stratifiedPairs(each, seed + 7, hard)[0]], parameters);
}

/** The inputs with each choice of parameters. */
function beside(inputs: readonly Float32Array[], parameters: readonly (readonly number[])[]): readonly Float32Array[] {
  if (!parameters[0]!.length) return inputs;
  const n = inputs[0]!.length,
    column = (pick: (i: number) => number): Float32Array => Float32Array.from({ length: n * parameters.length }, (_, i) => pick(i));
  return [...inputs.map((x) => column((i) => x[i % n]!)), ...parameters[0]!.map((_, k) => column((i) => parameters[Math.floor(i / n)]![k]!))];
}

/** The inputs that lie in the domain, all operands of them. */
function within([lo, hi]: readonly [number, number], inputs: readonly Float32Array[]): Float32Array[] {
  const keep = [...inputs[0]!.keys()].filter((i) => inputs.every((x) => x[i]! >= lo && x[i]! <= hi));
  return inputs.map((x) => Float32Array.from(keep, (i) => x[i]!));
}
