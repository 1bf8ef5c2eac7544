/** log σ(x): the exponential is of −|x|, at most 1. Derivatives σ(−x) and −σ(x)·σ(−x). */
import { dd, neg, sub } from "./dd.js";
import { exp, log1p } from "./functions.js";
import type { Exact, Reference } from "./reference.js";
import { sigmoid } from "./sigmoid.js";

const value: Exact = (x) => {
  const tail = log1p(exp(dd(-Math.abs(x!))));
  return x! < 0 ? sub(dd(x!), tail) : neg(tail);
};
export const logsigmoid: Reference = {
  value,
  derivatives: [(x) => sigmoid.value(-x!)],
  seconds: [[(x) => neg(sigmoid.derivatives[0]!(x!))]],
};
