/** The WebGPU backend. */
export { backendOf, type WebgpuBackend } from "./backend.js";
export type { Numerics } from "./probe.js";
export { webgpu, type WebgpuOptions } from "./webgpu.js";
