/** The Chromium of browser tests: the one that CHROMIUM_PATH names, or that of the package @sparticuz/chromium, which needs nothing installed. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { unpacked } from "./software-vulkan.js";

export interface Launch {
  readonly executablePath: string;
  readonly args: string[];
  readonly env?: NodeJS.ProcessEnv;
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

/** What Playwright launches. */
export async function chromium(): Promise<Launch> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return { executablePath: named, args: ARGUMENTS };
  const executablePath = await (await import("@sparticuz/chromium")).default.executablePath();
  if (!execFileSync("ldd", [executablePath], { encoding: "utf8" }).includes("not found")) return { executablePath, args: ARGUMENTS };
  // A bare machine lacks NSS and its kin, which the package has too.
  const libraries = join(unpacked("al2023", "lib"), "lib");
  return { executablePath, args: ARGUMENTS, env: { ...process.env, LD_LIBRARY_PATH: libraries } };
}
