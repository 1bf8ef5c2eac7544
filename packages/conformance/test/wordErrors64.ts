/** Inputs of a word at float64 degree, and how far its results are from the exact ones. */
import { compile } from "../../cpu/test/word.js";
import { random } from "../src/cases.js";
import { stratified64 } from "../src/cases64.js";
import { distance } from "../src/judge.js";
import { dd } from "../src/reference/dd.js";
import { FORMATS, scaled, ulpOf, unitOf } from "../src/ulp.js";
import type { Judged } from "./words64.js";

/** About `count` inputs: a third over all exponents, with thresholds and specials; the rest over the word's intervals. */
export function inputsOf({ intervals }: Judged, count: number, seed: number): Float64Array {
  const stratified = stratified64(count / 3, seed),
    each = Math.ceil((2 * count) / 3 / intervals.length),
    next = random(seed + 1);
  const inputs = new Float64Array(stratified.length + each * intervals.length);
  inputs.set(stratified);
  let n = stratified.length;
  for (const [low, high] of intervals) for (let i = 0; i < each; i++) inputs[n++] = low + (high - low) * ((next() + next() / 2 ** 32) / 2 ** 32);
  return inputs;
}

export interface Worst {
  /** Infinity if a special value or the sign of a zero was missed. */
  readonly ulps: number;
  readonly at: number;
  /** How many results are more than half an ulp off. */
  readonly wrong: number;
}

/** The greatest error of a word at these inputs. */
export function measure(judged: Judged, inputs: Float64Array): Worst {
  const got = compile(judged.word)(inputs);
  let ulps = 0,
    at = 0,
    wrong = 0;
  inputs.forEach((x, i) => {
    const off = errorAt(judged, x, got[i]!);
    if (off > 0.5) wrong++;
    if (off > ulps) [ulps, at] = [off, x];
  });
  return { ulps, at, wrong };
}

/** The binary exponent of what exact results are multiplied by. */
const ROOM = 200;
const NEAR_ZERO = scaled(FORMATS.float64, ROOM);

/** In ulp; Infinity where a special value or the sign of a zero is missed. */
export function errorAt({ exact, exactTimes, ofTerms }: Judged, x: number, got: number): number {
  const truth = exact(dd(x));
  const near = exactTimes && Math.abs(truth[0]) < 2 ** -800;
  const own = near ? distance(got * 2 ** ROOM, exactTimes(dd(x), ROOM), NEAR_ZERO) : distance(got, truth, FORMATS.float64),
    unit = unitOf(truth, FORMATS.float64),
    ulps = ofTerms && Number.isFinite(truth[0]) ? own * (unit / Math.max(unit, ulpOf(ofTerms(x), FORMATS.float64))) : own;
  const signed = got !== 0 || 1 / got === 1 / (truth[0] * 0);
  return ulps === ulps && signed ? ulps : Infinity;
}
