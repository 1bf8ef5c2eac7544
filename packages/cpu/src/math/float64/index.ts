/** The elementary functions at float64 degree: what maps of float64 need beside those that serve float32. */
import type { Words } from "../../types.js";
import { floor, round, trunc } from "../whole.js";
import { cos } from "./cos.js";
import { exp } from "./exp.js";
import { expm1 } from "./expm1.js";
import { log } from "./log.js";
import { log1p } from "./log1p.js";
import { sin } from "./sin.js";
import { tan } from "./tan.js";
import { tanh } from "./tanh.js";

export const float64 = {
  cos,
  exp,
  expm1,
  floor,
  log,
  log1p,
  round,
  sin,
  tan,
  tanh,
  trunc,
} as const satisfies Words;
