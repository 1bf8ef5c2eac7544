/** The whole numbers beside x: below, above, towards 0, and the nearest (of two the even one); and the fraction. Steps are flat. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

const step = (to: (x: number) => number): Reference => ({ value: (x) => dd(to(x!)), derivatives: [() => dd(0)], seconds: [[null]] });
const even = (x: number): number => {
  const below = Math.floor(x),
    rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : Math.ceil(x);
  return below % 2 === 0 ? below : Math.ceil(x);
};

export const floor = step(Math.floor),
  ceil = step(Math.ceil),
  trunc = step(Math.trunc),
  // A negative number that goes to 0 is −0.
  round = step((x) => (x < 0 ? -even(-x) : even(x)));

/** Exact: x and its whole part share their last digit. */
export const frac: Reference = { value: (x) => dd(x! - Math.trunc(x!)), derivatives: [() => dd(1)], seconds: [[null]] };
