/** The elementary functions at float64 degree: what maps of float64 need beside those that serve float32. */
import type { Words } from "../../types.js";
import { fmod } from "../fmod.js";
import { floor, round, trunc } from "../whole.js";
import { cos } from "./cos.js";
import { acos } from "./acos.js";
import { asin } from "./asin.js";
import { atan } from "./atan.js";
import { atan2 } from "./atan2.js";
import { acosh } from "./acosh.js";
import { asinh } from "./asinh.js";
import { atanh } from "./atanh.js";
import { cbrt } from "./cbrt.js";
import { cosh } from "./cosh.js";
import { digamma } from "./digamma.js";
import { erf } from "./erf.js";
import { erfc } from "./erfc.js";
import { erfcx } from "./erfcx.js";
import { exp } from "./exp.js";
import { exp2 } from "./exp2.js";
import { expm1 } from "./expm1.js";
import { lgamma } from "./lgamma.js";
import { log } from "./log.js";
import { log10 } from "./log10.js";
import { log1p } from "./log1p.js";
import { sin } from "./sin.js";
import { tan } from "./tan.js";
import { tanh } from "./tanh.js";
import { log2 } from "./log2.js";
import { pow } from "./pow.js";
import { sinh } from "./sinh.js";
export const float64 = {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cos,
  cosh,
  digamma,
  erf,
  erfc,
  erfcx,
  exp,
  exp2,
  expm1,
  floor,
  fmod,
  lgamma,
  log,
  log10,
  log1p,
  log2,
  pow,
  round,
  sin,
  sinh,
  tan,
  tanh,
  trunc,
} as const satisfies Words;
