/** The devices of the worker: the CPU, and the GPU of the browser, where there is one. */
import { type Backend, cpu, webgpu } from "evenkeel";
import { adapterOr } from "../shell/adapter.js";
import type { DeviceName } from "./protocol.js";

export interface Device {
  readonly name: DeviceName;
  /** What a visitor reads. */
  readonly title: string;
  readonly backend: Backend;
}
let gpu: { readonly device: Device; readonly from: GPUDevice } | null = null;

/** Throws an error that says what to do where there is none. */
export async function deviceOf(name: DeviceName): Promise<Device> {
  if (name === "cpu") return { name, title: "CPU, WebAssembly", backend: cpu() };
  gpu ??= await gpuOf();
  return gpu.device;
}

/** Destroys the GPU device, or forgets it where it is lost already; the next one is new. */
export function loseDevice(): void {
  gpu?.from.destroy();
  gpu = null;
}

async function gpuOf(): Promise<NonNullable<typeof gpu>> {
  const adapter = await adapterOr("train on the CPU: the numbers are the same to float32's digits");
  let from: GPUDevice | undefined;
  // The library asks for the device itself; what it gets is kept here, so that it can be destroyed.
  const watched = {
      limits: adapter.limits,
      requestDevice: async (descriptor?: GPUDeviceDescriptor) => (from = await adapter.requestDevice(descriptor)),
    } as GPUAdapter,
    backend = await webgpu({ adapter: watched }),
    { vendor, architecture, description } = adapter.info,
    title = `WebGPU, ${description || [vendor, architecture].filter(Boolean).join(" ") || "adapter without a name"}`,
    made = { device: { name: "webgpu" as const, title, backend }, from: from! };
  void made.from.lost.then(() => gpu === made && (gpu = null));
  return made;
}
