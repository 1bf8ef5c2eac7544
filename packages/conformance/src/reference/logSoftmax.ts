/** l − log Σ e^l in double-double; −∞ where all are −∞, NaN where one is ∞. */
import { type DD, dd, sub } from "./dd.js";
import { log1p } from "./functions.js";
import { fromGreatest } from "./logsumexp.js";

export function logSoftmax(l: readonly DD[]): DD[] {
  const { greatest, beyond } = fromGreatest(l);
  if (!Number.isFinite(greatest[0])) return l.map(() => dd(greatest[0] === -Infinity ? -Infinity : NaN));
  return l.map((x) => sub(sub(x, greatest), log1p(beyond)));
}
