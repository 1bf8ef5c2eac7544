/** acos x, whose derivatives are those of asin with the other sign. */
import { acos as of } from "./angles.js";
import { second, slope } from "./asin.js";
import { dd, neg } from "./dd.js";
import type { Reference } from "./reference.js";

export const acos: Reference = { value: (x) => of(dd(x!)), derivatives: [(x) => neg(slope(x!))], seconds: [[(x) => neg(second(x!))]] };
