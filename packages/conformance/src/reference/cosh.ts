/** cosh x and its derivatives, sinh x and cosh x. */
import { dd } from "./dd.js";
import { cosh as of, sinh } from "./hyperbolic.js";
import type { Exact, Reference } from "./reference.js";

const value: Exact = (x) => of(dd(x!));
export const cosh: Reference = { value, derivatives: [(x) => sinh(dd(x!))], seconds: [[value]] };
