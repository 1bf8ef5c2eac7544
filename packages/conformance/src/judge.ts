/**
 * Judges one result against a double-double truth: pass or fail, the distance, and a sentence that says how to see it again.
 * NaN and exact infinities must be met exactly, and a zero result must have the sign of the truth unless the class says otherwise.
 */
import type { DD } from "./reference/dd.js";
import { errorOf, type Format, FORMATS, hex, isNegative, ulpDistance, ulpOf, unitOf } from "./ulp.js";

/**
 * `ulp`: |error| ≤ that many ulp of the exact result. `exact`: the bits. `terms`: |error| ≤ c·u·Σ|terms| + ½ ulp.
 * `scale`: |error| ≤ c ulp of the size of the terms that cancel. u is 2⁻ᵖ.
 */
export type Bound = { readonly ulp: number } | { readonly exact: true } | { readonly terms: number } | { readonly scale: number };

/** `ftz`: a subnormal result or input may be taken for 0. `either`: a zero may have any sign. */
export interface Leniency {
  readonly subnormals: "ieee" | "ftz";
  readonly zeros: "ieee" | "either";
}

export interface Question {
  /** What runs this one case again, `softplus:f32:cpu:x=0xc15cd4fe`; asked for only in a failure. */
  readonly address: () => string;
  readonly inputs: readonly number[];
  readonly got: number;
  /** What `got` and the inputs are numbers of; float32 if nothing is said. */
  readonly format?: Format;
  /** Exact result; where a flushed input would change it, the exact result of the flushed inputs is admitted too. */
  readonly truth: DD;
  readonly flushed?: DD;
  readonly bound: Bound;
  /** Σ|terms| for `terms`, the size of what cancels for `scale`. */
  readonly magnitude?: number;
  readonly leniency?: Leniency;
}

export interface Verdict {
  readonly pass: boolean;
  /** In ulp of the truth, or of the scale if the bound is of one. NaN where no distance exists: NaN or an infinity was missed or invented. */
  readonly ulps: number;
  readonly sentence: string;
}

export const IEEE: Leniency = { subnormals: "ieee", zeros: "ieee" };

export function verdict(q: Question): Verdict {
  const apart = distance(q.got, q.truth, q.format),
    ulps = "scale" in q.bound ? inScale(q) : apart;
  const lenient = q.leniency ?? IEEE;
  const pass =
    holds(q, q.truth, apart, lenient) ||
    (lenient.subnormals === "ftz" && q.flushed !== undefined && holds(q, q.flushed, distance(q.got, q.flushed, q.format), lenient));
  return { pass, ulps, sentence: pass ? "" : sentence(q, ulps) };
}

/** How much of what is allowed an error takes: 1 is all of it. */
export function shareOf(q: Question): number {
  const { got, truth, bound, format = FORMATS.float32, magnitude = 0 } = q,
    ulps = distance(got, truth, format);
  if (ulps === 0) return 0;
  if ("exact" in bound) return Infinity;
  if ("ulp" in bound) return ulps / bound.ulp;
  if ("scale" in bound) return inScale(q) / bound.scale;
  return errorOf(got, truth, format) / (bound.terms * 2 ** -format.p * magnitude + unitOf(truth, format) / 2);
}

/** The distance in ulp; 0 for a special value that is met, NaN for one that is not. */
export function distance(got: number, truth: DD, format?: Format): number {
  const t = truth[0];
  if (got !== got || t !== t) return got !== got && t !== t ? 0 : NaN;
  if (Math.abs(t) === Infinity) return got === t ? 0 : NaN;
  return ulpDistance(got, truth, format);
}

/** The same in ulp of the greater of the truth and of `magnitude`, the size of what cancels. */
export function distanceInScale(got: number, truth: DD, magnitude: number, format?: Format): number {
  const unit = unitOf(truth, format);
  return distance(got, truth, format) * (unit / Math.max(ulpOf(magnitude, format), unit));
}

function holds(q: Question, truth: DD, ulps: number, lenient: Leniency): boolean {
  const { got, bound, format = FORMATS.float32 } = q,
    t = truth[0];
  if (ulps !== ulps) return false;
  if (got !== got || Math.abs(t) === Infinity) return true;
  if (lenient.subnormals === "ftz") {
    const least = 2 ** format.emin; // of the normal numbers
    // What cancels to next to nothing is off by so much of the terms, flushed or not.
    if (Math.abs(t) < least && (!("scale" in bound) || errorOf(got, truth, format) <= least)) return errorOf(got, truth, format) <= least;
  }
  if (got === 0 && lenient.zeros === "ieee" && Object.is(got, -0) !== isNegative(t)) return false;
  if ("exact" in bound) return ulps === 0;
  if ("ulp" in bound) return ulps <= bound.ulp;
  if (q.magnitude === undefined) throw new TypeError(`${q.address()}: a bound of ${JSON.stringify(bound)} needs a magnitude. Pass one.`);
  if ("terms" in bound) return errorOf(got, truth, format) <= bound.terms * 2 ** -format.p * q.magnitude + unitOf(truth, format) / 2;
  return inScale({ ...q, truth }) <= bound.scale;
}

const inScale = ({ got, truth, magnitude = 0, format }: Question): number => distanceInScale(got, truth, magnitude, format);

function sentence(q: Question, ulps: number): string {
  const { format = FORMATS.float32 } = q;
  const show = (x: number): string => (Object.is(x, -0) ? "-0" : String(Number(x.toPrecision(Math.ceil(1 + format.p * Math.log10(2))))));
  const inputs = q.inputs.map((x, i) => `${"xyz"[i] ?? `x${i}`} = ${show(x)} (${hex(x, format)})`).join("  ");
  const miss = ulps === ulps ? `${ulps.toLocaleString("en", { maximumSignificantDigits: 6 })} ulp` : "a special value missed";
  const size = q.magnitude === undefined ? "" : ` of ${show(q.magnitude)}`;
  const [name, ...where] = q.address().split(":");
  const at = where.filter((part) => !part.includes("=")).join(" ");
  return `${name} ${at}  ${inputs}  got ${show(q.got)} (${hex(q.got, format)})  want ${show(q.truth[0])}  ${miss}  bound ${showBound(q.bound)}${size}\nagain: pnpm conform ${q.address()}`;
}

export function showBound(b: Bound): string {
  if ("exact" in b) return "exact";
  if ("ulp" in b) return `${b.ulp} ulp`;
  return "terms" in b ? `½ ulp + ${b.terms}·u·Σ|terms|` : `${b.scale} ulp of the scale`;
}
