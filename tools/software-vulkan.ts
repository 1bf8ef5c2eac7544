/**
 * WebGPU without a GPU: SwiftShader, which the package @sparticuz/chromium brings, under Dawn, which the package webgpu is. It is unpacked once, into
 * node_modules/.cache. VK_ICD_FILENAMES names another Vulkan driver.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { ROOT } from "./source.js";

/** The folder of an archive of @sparticuz/chromium, unpacked: the Vulkan loader and SwiftShader, or libraries that a bare machine lacks. `holds` is a file in it. */
export function unpacked(archive: "swiftshader" | "al2023", holds: string): string {
  const folder = join(ROOT, "node_modules/.cache", archive);
  if (existsSync(join(folder, holds))) return folder;
  let home = dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium"));
  while (!existsSync(join(home, `bin/${archive}.tar.br`))) home = dirname(home);
  mkdirSync(dirname(folder), { recursive: true });
  // Several processes may do this at once: each unpacks for itself, and the first one's folder stays.
  const mine = mkdtempSync(join(dirname(folder), "unpacking-")),
    file = join(mkdtempSync(join(tmpdir(), "evenkeel-")), "archive.tar");
  writeFileSync(file, brotliDecompressSync(readFileSync(join(home, `bin/${archive}.tar.br`))));
  execFileSync("tar", ["xf", file, "-C", mine]);
  rmSync(dirname(file), { recursive: true });
  try {
    renameSync(mine, folder);
  } catch {
    rmSync(mine, { recursive: true });
  }
  return folder;
}

let gpu: GPU | undefined;

/** What a browser has as `navigator.gpu`. It is kept: a device dies with the object that it came from. */
export async function softwareGpu(): Promise<GPU> {
  if (gpu) return gpu;
  const folder = unpacked("swiftshader", "libvulkan.so.1");
  process.env.VK_ICD_FILENAMES ??= join(folder, "vk_swiftshader_icd.json");
  try {
    // The loader is no addon: opening it as one fails, and leaves it there for Dawn to find.
    process.dlopen({ exports: {} }, join(folder, "libvulkan.so.1"), constants.dlopen.RTLD_NOW | 0x1000);
  } catch {}
  const { create } = await import("webgpu");
  return (gpu = create([]));
}
