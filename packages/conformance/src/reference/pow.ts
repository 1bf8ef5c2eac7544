/** xʸ, derivatives y·x^(y − 1) (0 where y is 0, and none where x < 0 and y is not whole) and xʸ·ln x (0 where x is 0 and y ≥ 0). */
import { dd, mul, twoSum } from "./dd.js";
import { log } from "./functions.js";
import { pow as of } from "./powers.js";
import type { Reference } from "./reference.js";

export const pow: Reference = {
  value: (x, y) => of(dd(x!), dd(y!)),
  derivatives: [
    (x, y) => (y === 0 ? dd(0) : x! < 0 && Math.abs(y!) < 0.5 ? dd(NaN) : mul(dd(y!), of(dd(x!), twoSum(y!, -1)))),
    (x, y) => (x === 0 && y! >= 0 ? dd(0) : mul(of(dd(x!), dd(y!)), log(dd(x!)))),
  ],
};
