/** 1/x, derivatives −1/x² and 2/x³. */
import { type DD, dd, div, mul, neg } from "./dd.js";
import type { Reference } from "./reference.js";

const value = (x: number): DD => div(dd(1), dd(x));
export const reciprocal: Reference = {
  value: (x) => value(x!),
  derivatives: [(x) => neg(div(value(x!), dd(x!)))],
  seconds: [[(x) => mul(dd(2), div(div(value(x!), dd(x!)), dd(x!)))]],
};
