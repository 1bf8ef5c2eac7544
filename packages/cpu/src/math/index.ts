/** floor, round and trunc, and the elementary functions for results that are rounded to float32, besides exp, expm1, log and log1p, which every backend has: for makeCpu, as `words`. */
import type { Words } from "../types.js";
import { cos } from "./cos.js";
import { sin } from "./sin.js";
import { tan } from "./tan.js";
import { acos } from "./acos.js";
import { asin } from "./asin.js";
import { atan } from "./atan.js";
import { atan2 } from "./atan2.js";
import { acosh } from "./acosh.js";
import { asinh } from "./asinh.js";
import { atanh } from "./atanh.js";
import { cbrt } from "./cbrt.js";
import { cosh } from "./cosh.js";
import { exp2 } from "./exp2.js";
import { log10 } from "./log10.js";
import { log2 } from "./log2.js";
import { pow } from "./pow.js";
import { sinh } from "./sinh.js";
import { tanh } from "./tanh.js";
import { fmod } from "./fmod.js";
import { floor, round, trunc } from "./whole.js";
import { erf } from "./erf.js";
import { erfc } from "./erfc.js";
import { erfcx } from "./erfcx.js";
import { digamma } from "./digamma.js";
import { lgamma } from "./lgamma.js";
export const words = {
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
  exp2,
  floor,
  fmod,
  lgamma,
  log10,
  log2,
  pow,
  round,
  sin,
  sinh,
  tan,
  tanh,
  trunc,
} as const satisfies Words;
