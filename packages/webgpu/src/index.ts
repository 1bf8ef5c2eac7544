/** The WebGPU backend. */
export { backendOf } from "./backend.js";
export { webgpu, type WebgpuOptions } from "./webgpu.js";
