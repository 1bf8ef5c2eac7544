/** What the plots show, in words. */
import { shortest, ulpText } from "./float32.js";
import type { Curve, Truth } from "./protocol.js";

export interface Curves {
  readonly xs: Float32Array;
  readonly on: Curve;
  readonly off: Curve;
  readonly truths: readonly (Truth | null | undefined)[];
}
/** ulp: more is wrong. */
export const WRONG = 16;
export const PARTS = ["value", "gradient"] as const;
export type Part = (typeof PARTS)[number];

/** A point that is right by luck between wrong ones, this many on, is none that parts them. */
const BETWEEN = 10;
/** The runs of points at which the written form fails. */
export function failing({ xs, truths }: Curves, part: Part): [number, number][] {
  const found: [number, number][] = [];
  let last = -Infinity;
  for (const [i, x] of xs.entries()) {
    const t = truths[i];
    if (!t || t.off[part] <= WRONG) continue;
    if (i - last <= BETWEEN) found.at(-1)![1] = x;
    else found.push([x, x]);
    last = i;
  }
  return found;
}
/** The worst error of what is run, of values and gradients. */
export const worst = ({ truths }: Curves): number => truths.reduce((most, t) => Math.max(most, t?.on.value ?? 0, t?.on.gradient ?? 0), 0);
/** Of how many points exact arithmetic cannot say what is true. */
const unknown = ({ truths }: Curves): number => truths.filter((t) => t === null).length;
/** For those who do not see the plots. */
export const summary = (curves: Curves): string =>
  PARTS.map((part) => {
    const runs = failing(curves, part).map(([a, b]) => `from ${shortest(a)} to ${shortest(b)}`);
    return `${part} as written: ${runs.length ? `more than ${WRONG} ulp off ${runs.join(", ")}` : curves.truths.some(Boolean) ? "right where it is judged" : "not judged"}`;
  }).join("; ");

export function verdict(curves: Curves): string {
  const lost = unknown(curves),
    all = curves.truths.length;
  if (lost === all) return all ? "Nothing is judged: exact arithmetic cannot say what is true anywhere in this view." : "";
  const runs = PARTS.flatMap((part) => failing(curves, part)).sort((a, b) => a[0] - b[0]),
    joined: [number, number][] = [];
  for (const [a, b] of runs) {
    const last = joined.at(-1);
    if (last && a <= last[1]) last[1] = Math.max(last[1], b);
    else joined.push([a, b]);
  }
  const where = joined.slice(0, 3).map(([a, b]) => (a === b ? `at ${near(a)}` : `from ${near(a)} to ${near(b)}`)),
    more = joined.length > 3 ? ` and in ${joined.length - 3} more places` : "",
    written = joined.length
      ? `As written, value or gradient is more than ${WRONG} ulp off ${where.join(", ")}${more}.`
      : "As written it is right across this view.",
    except = lost ? ` Not judged: ${lost} of ${all} points, at which exact arithmetic cannot say what is true.` : "";
  return `${written} As run, the worst error is ${ulpText(worst(curves))}.${except}`;
}
const near = (x: number): string => shortest(Number(x.toPrecision(4)));
