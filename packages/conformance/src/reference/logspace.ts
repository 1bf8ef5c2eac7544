/** base to a power: e to power·log base, both in double-double, so that 88 of the exponent costs seven of its hundred bits. */
import { type DD, dd, mul } from "./dd.js";
import { exp, log } from "./functions.js";

export const logspace = (power: DD, base: number): DD => exp(mul(power, log(dd(base))));
