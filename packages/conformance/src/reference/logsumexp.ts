/** log Σ eˡ from the greatest exponent, in double-double; of nothing, or of −∞ alone, −∞. */
import { type DD, add, compare, dd, sub } from "./dd.js";
import { exp, log1p } from "./functions.js";

/** The greatest exponent, and Σ e^(l − greatest) less 1: by the others alone, so that little beside much keeps its digits. */
export function fromGreatest(l: readonly DD[]): { readonly greatest: DD; readonly beyond: DD } {
  const at = l.findIndex((x) => x[0] !== x[0]),
    i = at >= 0 ? at : l.reduce((best, x, k) => (best < 0 || compare(x, l[best]!) > 0 ? k : best), -1);
  if (i < 0) return { greatest: dd(-Infinity), beyond: dd(0) };
  const greatest = l[i]!,
    equal = (x: DD): boolean => compare(x, greatest) === 0;
  return { greatest, beyond: l.reduce((s, x, k) => (k === i ? s : add(s, equal(x) ? dd(1) : exp(sub(x, greatest)))), dd(0)) };
}

export function logsumexp(l: readonly DD[]): DD {
  const { greatest, beyond } = fromGreatest(l);
  return Number.isFinite(greatest[0]) ? add(greatest, log1p(beyond)) : greatest;
}
