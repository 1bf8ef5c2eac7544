/** e^l / Σ e^l in double-double; 0 where all are −∞, NaN where one is ∞. */
import { type DD, add, dd, div, sub } from "./dd.js";
import { exp } from "./functions.js";
import { fromGreatest } from "./logsumexp.js";

export function softmax(l: readonly DD[]): DD[] {
  const { greatest, beyond } = fromGreatest(l);
  if (!Number.isFinite(greatest[0])) return l.map(() => dd(greatest[0] === -Infinity ? 0 : NaN));
  return l.map((x) => div(exp(sub(x, greatest)), add(dd(1), beyond)));
}
