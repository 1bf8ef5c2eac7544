/** log(eˣ + eʸ), from the larger; derivatives σ(x − y) and σ(y − x), half each for equal infinities and 0 where both are −∞. */
import { LN2 } from "./constants.js";
import { type DD, abs, add, dd, div, mul, neg, twoSum } from "./dd.js";
import { exp, log1p } from "./functions.js";
import type { Reference } from "./reference.js";

export const logaddexp: Reference = {
  value: (x, y) => (x === y ? add(dd(x!), [LN2[0], LN2[1]]) : add(dd(Math.max(x!, y!)), log1p(exp(neg(abs(twoSum(x!, -y!))))))),
  derivatives: [(x, y) => share(x!, y!), (x, y) => share(y!, x!)],
  seconds: [
    [curvature, mixed],
    [mixed, curvature],
  ],
};

/** σ′(x − y) = e/(1 + e)² with e = exp(−|x − y|); the shares of equal infinities do not change. */
function curvature(x?: number, y?: number): DD {
  if (equallyInfinite(x, y)) return dd(0);
  const e = exp(neg(abs(twoSum(x!, -y!)))),
    s = add(dd(1), e);
  return div(e, mul(s, s));
}

function share(x: number, y: number): DD {
  if (x === y) return dd(x === -Infinity ? 0 : 0.5);
  const d = twoSum(x, -y),
    e = exp(neg(abs(d)));
  return div(d[0] < 0 ? e : dd(1), add(dd(1), e));
}
function mixed(x?: number, y?: number): DD {
  return equallyInfinite(x, y) ? dd(0) : neg(curvature(x, y));
}
const equallyInfinite = (x?: number, y?: number): boolean => x === y && Math.abs(x!) === Infinity;
