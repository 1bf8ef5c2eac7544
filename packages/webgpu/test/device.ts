/** The device of the tests: SwiftShader, in this process alone. */
import type { Backend } from "@evenkeel/core";
import { softwareGpu } from "../../../tools/software-vulkan.js";
import { backendOf, webgpu } from "../src/index.js";

export const gpu: Backend = await webgpu({ gpu: await softwareGpu() });

/** Another device, which a test may destroy; one that is a GPU, as far as it says, where `isHardware` is set. */
export async function expendable(isHardware = false): Promise<{ readonly device: GPUDevice; readonly backend: Backend }> {
  const adapter = await (await softwareGpu()).requestAdapter();
  const device = await adapter!.requestDevice();
  if (isHardware) Object.defineProperty(device, "adapterInfo", { value: { isFallbackAdapter: false } });
  return { device, backend: await backendOf(device) };
}
