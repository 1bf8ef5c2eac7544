/** How far functions are from their exact values, which are conformance's, in double-double: so these figures can be read beside those of NUMERICS.md. */
import { facts, type Reference, references, stratified } from "@evenkeel/conformance";
import { distance } from "../packages/conformance/src/judge.js";
import type { DD } from "../packages/conformance/src/reference/dd.js";
import { type FunctionName, uniform } from "./work.js";

export interface Worst {
  /** In units in the last place; Infinity where NaN or an infinity was missed or invented. */
  readonly ulps: number;
  readonly at: string;
}

const INPUTS = 65_536,
  SEED = 20261122;

export const exactValues = (name: FunctionName, inputs: readonly Float32Array[]): DD[] => {
  const { value } = (references as Readonly<Record<string, Reference>>)[name]!;
  return Array.from(inputs[0]!, (x, i) => value(x, ...inputs.slice(1).map((y) => y[i]!)));
};

/** Inputs from all of float32: every sign and exponent, special values, and the neighbourhoods of the points that conformance calls hard. */
export function domainOf(name: FunctionName): readonly Float32Array[] {
  const all = stratified(INPUTS, SEED, facts.find((f) => f.name === name)!.hard);
  return name === "pow" ? powers(all.filter((x) => x > 0 && x < Infinity)) : [all];
}

/** Exponents such that the powers, too, go through all of float32. Of 1, every power is 1. */
function powers(bases: Float32Array): readonly Float32Array[] {
  const logarithms = uniform(SEED, bases.length, -152, 130);
  return [bases, bases.map((x, i) => logarithms[i]! / (Math.log2(x) || 1))];
}

export function worstOf(exact: readonly DD[], inputs: readonly Float32Array[], got: Float32Array): Worst {
  let ulps = 0,
    at = 0;
  for (let i = 0; i < exact.length; i++) {
    const d = distance(got[i]!, exact[i]!),
      missed = Number.isNaN(d) ? Infinity : d;
    if (missed > ulps) [ulps, at] = [missed, i];
  }
  return { ulps, at: inputs.map((x) => String(Number(x[at]!.toPrecision(6)))).join(", ") };
}
