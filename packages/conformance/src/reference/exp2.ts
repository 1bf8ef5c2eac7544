/** 2ˣ, derivatives ln 2·2ˣ and ln² 2·2ˣ. */
import { LN2 } from "./constants.js";
import { type DD, dd, mul, scale } from "./dd.js";
import { exp2 as of } from "./powers.js";
import type { Reference } from "./reference.js";

const ln2: DD = [LN2[0], LN2[1]];
export const exp2: Reference = {
  value: (x) => of(dd(x!)),
  derivatives: [(x) => mul(scale(ln2, 1), of(dd(x!), -1))],
  seconds: [[(x) => mul(mul(ln2, ln2), of(dd(x!)))]],
};
