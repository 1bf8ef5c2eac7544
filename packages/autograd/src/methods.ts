/** `x.backward()`: what this package does, as a method of tensors. Those of core are in `@evenkeel/core/methods`. */
import { addMethods } from "@evenkeel/core/methods";
import type { Operand } from "@evenkeel/core";
import { backward } from "./backward.js";

export interface GradientMethods {
  /** Adds d this / d leaf to the `grad` of every leaf that requires a gradient: `backward(this, gradient)`. */
  backward(gradient?: Operand): void;
}
declare global {
  namespace Evenkeel {
    interface Methods extends GradientMethods {}
  }
}

addMethods({ backward });
