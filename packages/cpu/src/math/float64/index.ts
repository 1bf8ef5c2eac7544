/** The elementary functions at float64 degree: what maps of float64 need beside those that serve float32. */
import type { Words } from "../../types.js";
import { floor, round, trunc } from "../whole.js";
import { exp } from "./exp.js";
import { expm1 } from "./expm1.js";
import { log } from "./log.js";
import { log1p } from "./log1p.js";
import { tanh } from "./tanh.js";

export const float64 = {
  exp,
  expm1,
  floor,
  log,
  log1p,
  round,
  tanh,
  trunc,
} as const satisfies Words;
