/** not an op: where what has no operand on a device is recorded: numbers that are drawn, and what an op computes of numbers and data of its own. */
import { modes, within } from "../modes.js";
import type { Tensor } from "../tensor/tensor.js";

/** Records it where the first of these tensors lives that lives anywhere. @internal */
export const beside = <T>(tensors: readonly Tensor[], fn: () => T): T =>
  within("beside", { device: tensors.find((t) => t.place)?.place ?? modes.device }, fn);
