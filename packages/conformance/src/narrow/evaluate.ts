/** Runs a body in strict float32 arithmetic: what a WebGPU kernel of it computes, so that its bound can be held before there is a GPU. */
import type { Ex } from "@evenkeel/core";
import { stepsOf } from "@evenkeel/core/narrow";
import { type Adapter, wasm } from "./wasm.js";

export interface NarrowOptions extends Adapter {
  /** The row's own answer where an input is ±∞ or NaN; undefined leaves it to the body, whose words take both as IEEE 754 does (a GPU need not). */
  readonly special?: (...inputs: number[]) => number | undefined;
}

/** The body as a function of float32 inputs to a float32 result. */
export function narrow(body: Ex, options: NarrowOptions = {}): (...inputs: number[]) => number {
  const { steps, result, inputs: count } = stepsOf(body);
  const run = wasm(steps, result, count, options);
  const { special } = options;
  return special ? (...inputs) => (inputs.every(Number.isFinite) ? undefined : special(...inputs)) ?? run(...inputs) : run;
}
