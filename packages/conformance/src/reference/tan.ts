/** tan x, derivatives 1/cos²x and 2·tan x/cos²x. */
import { type DD, dd, div, mul } from "./dd.js";
import type { Reference } from "./reference.js";
import { cos, tan as t } from "./trigonometric.js";

const overSquare = (y: DD, x: number): DD => div(y, mul(cos(dd(x)), cos(dd(x))));
export const tan: Reference = {
  value: (x) => t(dd(x!)),
  derivatives: [(x) => overSquare(dd(1), x!)],
  seconds: [[(x) => overSquare(mul(dd(2), t(dd(x!))), x!)]],
};
