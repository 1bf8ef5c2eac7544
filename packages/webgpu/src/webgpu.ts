/** The device of a browser, or of an adapter that is given. Kernels are loaded when somebody asks for one: they are more than a page without it should read. */
import type { WebgpuBackend } from "./backend.js";

export interface WebgpuOptions {
  /** Where an adapter is asked for; by default `navigator.gpu`. In Node: `create([])` of the package webgpu. */
  readonly gpu?: GPU;
  /** An adapter instead. */
  readonly adapter?: GPUAdapter;
  readonly powerPreference?: GPUPowerPreference;
}

/** Of what adapters offer, what is asked for beyond the least. */
const LIMITS = ["maxBufferSize", "maxStorageBufferBindingSize"] as const;

/** A WebGPU device as a backend: `setDefaultDevice(await webgpu())`. Throws if there is no adapter. */
export async function webgpu({ gpu, adapter, powerPreference = "high-performance" }: WebgpuOptions = {}): Promise<WebgpuBackend> {
  const from = gpu ?? (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  const found = adapter ?? (await from?.requestAdapter({ powerPreference })) ?? null;
  if (!found)
    throw new TypeError(
      `webgpu: ${from ? "this machine offers no adapter" : "there is no navigator.gpu here"}. Use cpu(), or ${from ? "a browser with WebGPU switched on" : "pass { gpu } or { adapter }; in Node, of the package webgpu"}.`,
    );
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, found.limits[name]]));
  return backendOf(await found.requestDevice({ requiredLimits, label: "evenkeel" }));
}

/** The backend of a device, which is probed; it is the caller's to ask for one with enough memory. */
export const backendOf = async (device: GPUDevice): Promise<WebgpuBackend> => (await import("./backend.js")).probedBackend(device);
