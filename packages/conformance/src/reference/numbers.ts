/** What kind of number x is; the greater and the less of what is a number; the size of one with the sign of another. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

const condition = (holds: (x: number) => boolean): Reference => ({ value: (x) => dd(+holds(x!)), derivatives: [] });
export const isnan = condition((x) => Number.isNaN(x)),
  isinf = condition((x) => Math.abs(x) === Infinity),
  isfinite = condition((x) => Number.isFinite(x));

const NONE = [
  [null, null],
  [null, null],
] as const;
/** Of equal ones, and where y is none, all comes from x. */
const chosen = (best: (x: number, y: number) => number, isBetter: (x: number, y: number) => boolean): Reference => ({
  value: (x, y) => dd(x !== x ? y! : y !== y ? x! : best(x!, y!)),
  derivatives: [(x, y) => dd(+(y !== y || isBetter(x!, y!))), (x, y) => dd(+!(y !== y || isBetter(x!, y!)))],
  seconds: NONE,
});
export const fmax = chosen(Math.max, (x, y) => x >= y),
  fmin = chosen(Math.min, (x, y) => x <= y);

const isNegative = (y: number): boolean => y < 0 || Object.is(y, -0);
const turned = (x: number, y: number): number => (isNegative(y) ? -x : x);
export const copysign: Reference = {
  value: (x, y) => dd(turned(Math.abs(x!), y!)),
  derivatives: [(x, y) => dd(turned(Math.sign(x!) + 0, y!)), null],
  seconds: [
    [null, null],
    [null, null],
  ],
};
