/** sinh x and its derivatives, cosh x and sinh x. */
import { dd } from "./dd.js";
import { cosh, sinh as of } from "./hyperbolic.js";
import type { Exact, Reference } from "./reference.js";

const value: Exact = (x) => of(dd(x!));
export const sinh: Reference = { value, derivatives: [(x) => cosh(dd(x!))], seconds: [[value]] };
