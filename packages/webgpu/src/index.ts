/** The WebGPU backend. */
export type { WebgpuBackend } from "./backend.js";
export type { Numerics } from "./probe.js";
export { backendOf, webgpu, type WebgpuOptions } from "./webgpu.js";
