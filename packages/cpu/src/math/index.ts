/** floor, round and trunc, and the elementary functions for results that are rounded to float32, besides exp, expm1, log and log1p, which every backend has: for makeCpu, as `words`. */
import type { Words } from "../types.js";
import { cos } from "./cos.js";
import { sin } from "./sin.js";
import { tan } from "./tan.js";
import { tanh } from "./tanh.js";
import { floor, round, trunc } from "./whole.js";

export const words = {
  cos,
  floor,
  round,
  sin,
  tan,
  tanh,
  trunc,
} as const satisfies Words;
