/** WebGPU in software as a backend for `conform`, with the adapter in its name: `pnpm conform --backend ./tools/software-webgpu.ts exp`. */
import { webgpu, type WebgpuBackend } from "@evenkeel/webgpu";
import { softwareGpu } from "./software-vulkan.js";

export async function createBackend(): Promise<WebgpuBackend> {
  const adapter = await (await softwareGpu()).requestAdapter();
  if (!adapter)
    throw new TypeError("conform: the Vulkan driver that VK_ICD_FILENAMES names is none for WebGPU. Leave it out, and SwiftShader is used.");
  const { architecture, device } = adapter.info;
  // Mesa calls llvmpipe's architecture software.
  return { ...(await webgpu({ adapter })), name: `webgpu-${architecture === "software" ? device.split("-")[0] : architecture}` };
}
