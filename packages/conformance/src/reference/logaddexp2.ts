/** log₂(2ˣ + 2ʸ), from the larger; derivatives 2ˣ/(2ˣ + 2ʸ) and the other, half each for equal infinities and 0 where both are −∞. */
import { LN2 } from "./constants.js";
import { type DD, abs, add, dd, div, mul, neg, twoSum } from "./dd.js";
import { log1p } from "./functions.js";
import { exp2 } from "./powers.js";
import type { Reference } from "./reference.js";

const ln2: DD = [LN2[0], LN2[1]];
export const logaddexp2: Reference = {
  value: (x, y) => (x === y ? twoSum(x!, 1) : add(dd(Math.max(x!, y!)), div(log1p(exp2(neg(abs(twoSum(x!, -y!))))), ln2))),
  derivatives: [(x, y) => share(x!, y!), (x, y) => share(y!, x!)],
  seconds: [
    [curvature, mixed],
    [mixed, curvature],
  ],
};

/** ln 2·e/(1 + e)² with e = 2^−|x − y|; the shares of equal infinities do not change. */
function curvature(x?: number, y?: number): DD {
  if (equallyInfinite(x, y)) return dd(0);
  const e = exp2(neg(abs(twoSum(x!, -y!)))),
    s = add(dd(1), e);
  return div(mul(ln2, e), mul(s, s));
}
function share(x: number, y: number): DD {
  if (x === y) return dd(x === -Infinity ? 0 : 0.5);
  const d = twoSum(x, -y),
    e = exp2(neg(abs(d)));
  return div(d[0] < 0 ? e : dd(1), add(dd(1), e));
}
function mixed(x?: number, y?: number): DD {
  return equallyInfinite(x, y) ? dd(0) : neg(curvature(x, y));
}
const equallyInfinite = (x?: number, y?: number): boolean => x === y && Math.abs(x!) === Infinity;
