/** Checkpoints: memory for time. */
import { asFunction, twins, within } from "@evenkeel/core/internal";

/**
 * A function like `f`, whose inner values are not kept for its gradients: they are computed again from what went in, when they are
 * needed. Values and gradients have the same bits. `f` is never called again, so random numbers, and what `f` does besides, are as without.
 */
export const checkpoint = <A extends readonly unknown[], R>(f: (...args: A) => R): ((...args: A) => R) => {
  asFunction("checkpoint", f);
  return (...args) => within("checkpoint", { segment: { twins } }, () => f(...args));
};
