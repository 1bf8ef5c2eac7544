/** WebGPU in software as a backend for `conform`: `pnpm conform --backend ./tools/software-webgpu.ts exp`. */
import { webgpu, type WebgpuBackend } from "@evenkeel/webgpu";
import { softwareGpu } from "./software-vulkan.js";

export const createBackend = async (): Promise<WebgpuBackend> => webgpu({ gpu: await softwareGpu() });
