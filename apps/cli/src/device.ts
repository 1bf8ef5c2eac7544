/** Where the arithmetic runs: `--device`. */
import { Option } from "commander";
import { type Backend, cpu, setDefaultDevice, webgpu } from "evenkeel";
import { UserError } from "@evenkeel/problems";

const DEVICES = { cpu: async () => cpu(), webgpu: gpu } as const satisfies Record<string, () => Promise<Backend>>;
export type DeviceName = keyof typeof DEVICES;

export const deviceOption = (): Option => new Option("--device <name>", "where the arithmetic runs").choices(Object.keys(DEVICES)).default("cpu");

export async function chooseDevice(name: DeviceName): Promise<void> {
  setDefaultDevice(await DEVICES[name]());
}

/** A device dies with the object that it came from. */
let dawn: GPU | undefined;

/** Node has no WebGPU of its own: the package webgpu brings it, which who wants it installs. */
async function gpu(): Promise<Backend> {
  try {
    dawn ??= ((await import("webgpu")) as { create(flags: string[]): GPU }).create([]);
  } catch (error) {
    throw new UserError(
      `train: WebGPU needs the package webgpu here (npm install webgpu), which did not load: ${(error as Error).message.split("\n")[0]}`,
    );
  }
  try {
    return await webgpu({ gpu: dawn });
  } catch (error) {
    throw new UserError(`train: ${(error as Error).message} Here: --device cpu.`);
  }
}
