/**
 * All of evenkeel in one install: tensors and gradients flat, the rest as namespaces. Importing it makes the CPU the device, and gives
 * tensors their methods.
 */
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

export * from "@evenkeel/core";
// What adds methods is exported and not merely imported, so that a bundle of types keeps it.
export * from "@evenkeel/core/methods";
export * from "@evenkeel/autograd/methods";
export * as words from "@evenkeel/core/words";
export * from "@evenkeel/autograd";
export { cpu } from "@evenkeel/cpu";
export * as losses from "@evenkeel/losses";
export * as optim from "@evenkeel/optim";
export { webgpu, type WebgpuOptions } from "@evenkeel/webgpu";

setDefaultDevice(cpu());
