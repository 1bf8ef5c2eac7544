/** floor, round and trunc, and the elementary functions for results that are rounded to float32, besides exp, expm1, log and log1p, which every backend has: for makeCpu, as `words`. */
import type { Words } from "../types.js";
import { tanh } from "./tanh.js";
import { floor, round, trunc } from "./whole.js";

export const words = {
  floor,
  round,
  tanh,
  trunc,
} as const satisfies Words;
