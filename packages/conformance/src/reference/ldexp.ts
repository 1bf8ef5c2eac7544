/** x·2ⁿ, derivatives 2ⁿ and x·ln 2·2ⁿ. */
import { LN2 } from "./constants.js";
import { type DD, dd, mul } from "./dd.js";
import { exp2 } from "./powers.js";
import type { Exact, Reference } from "./reference.js";

const ln2: DD = [LN2[0], LN2[1]];
const power: Exact = (_, n) => exp2(dd(n!));
const value: Exact = (x, n) => mul(dd(x!), exp2(dd(n!)));
const byPower: Exact = (_, n) => mul(ln2, exp2(dd(n!)));
const byN: Exact = (x, n) => mul(mul(ln2, dd(x!)), exp2(dd(n!)));
export const ldexp: Reference = {
  value,
  derivatives: [power, byN],
  seconds: [
    [null, byPower],
    [byPower, (x, n) => mul(ln2, byN(x!, n!))],
  ],
};
