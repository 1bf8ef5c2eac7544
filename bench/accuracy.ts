/** How far functions are from their exact values, which are conformance's, in double-double: so these figures can be read beside those of NUMERICS.md. */
import { facts, references, stratified } from "@evenkeel/conformance";
import { distance } from "../packages/conformance/src/judge.js";
import type { DD } from "../packages/conformance/src/reference/dd.js";
import { type FunctionName, uniform } from "./work.js";

export interface Worst {
  /** In units in the last place; Infinity where NaN or an infinity was missed or invented. */
  readonly ulps: number;
  readonly at: string;
}

/** How many results of a function are compared: exact values take their time. */
export const COMPARED = 65_536;
const SEED = 20261122;

export const exactValues = (name: FunctionName, inputs: readonly Float32Array[]): DD[] => {
  const { value } = references[name];
  return Array.from(inputs[0]!, (x, i) => value(x, ...inputs.slice(1).map((y) => y[i]!)));
};

/** Inputs from all of float32: every sign and exponent, special values, and the neighbourhoods of the points that conformance calls hard. */
export function domainOf(name: FunctionName): readonly Float32Array[] {
  const { hard } = facts.find((f) => f.name === name)!;
  return name === "pow" ? powers(stratified(2 * COMPARED, SEED, hard).filter((x) => x > 0 && x < Infinity)) : [stratified(COMPARED, SEED, hard)];
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
  return { ulps, at: inputs.map((x) => short(x[at]!)).join(", ") };
}
const short = (x: number): string => (Math.abs(x) < 1e6 ? String(Number(x.toPrecision(6))) : x.toExponential(5).replace("e+", "e"));
