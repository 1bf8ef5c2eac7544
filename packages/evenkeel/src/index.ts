/** All of evenkeel in one install: tensors and gradients flat, the rest as namespaces. Importing it makes the CPU the device. */
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

export * from "@evenkeel/core";
export { backward } from "@evenkeel/autograd";
export { cpu } from "@evenkeel/cpu";
export * as optim from "@evenkeel/optim";

setDefaultDevice(cpu());
