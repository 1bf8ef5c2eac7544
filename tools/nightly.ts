/**
 * `pnpm conform --nightly`: what takes too long for each change, or needs what is not everywhere. Ops and kinds on WebGPU of Mesa's software driver and of Deno, and narrow bodies
 * in C, compiled with -ffast-math. A part that has not what it needs is skipped, and says so. Names of ops and kinds narrow all of it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { unpacked } from "./software-vulkan.js";
import { ROOT } from "./source.js";

/** Of the package that is taken where no deno is installed. */
const DENO = "2.9.6";
/** Inputs of an op in C, the command's own measure being 16 million. */
const COUNT = 1_000_000;

type Outcome = "held" | "failed" | { readonly skipped: string };
const NODE = [process.execPath, "--import", "tsx", "--conditions", "@evenkeel/source"];

/** What the programs that are run answer where there is nothing to judge. */
const NO_ADAPTER = 3;
function run([program, ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): number {
  const { status } = spawnSync(program!, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: "inherit" });
  return status ?? 1;
}
const outcomeOf = (code: number): Outcome => (code === 0 ? "held" : code === NO_ADAPTER ? { skipped: "for it has no adapter" } : "failed");

const HAS_ADAPTER = `import { softwareGpu } from "./tools/software-vulkan.ts";
process.exit((await (await softwareGpu()).requestAdapter()) ? 0 : ${NO_ADAPTER});`;

/** Mesa's driver for CPUs, where Vulkan looks for drivers, or the one that is named. */
function lavapipe(): string | undefined {
  const { VK_ICD_FILENAMES } = process.env;
  if (VK_ICD_FILENAMES) return VK_ICD_FILENAMES;
  for (const folder of ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"]) {
    const file = existsSync(folder) && readdirSync(folder).find((name) => /^lvp_icd.*\.json$/.test(name));
    if (file) return join(folder, file);
  }
  return undefined;
}

function mesa(names: readonly string[]): Outcome {
  const driver = lavapipe();
  if (!driver) return { skipped: "for there is no lavapipe here. Install mesa-vulkan-drivers, 25 or newer, or name a driver in VK_ICD_FILENAMES" };
  const env = { VK_ICD_FILENAMES: driver },
    adapter = run([...NODE, "--input-type=module", "-e", HAS_ADAPTER], env);
  return outcomeOf(adapter || run([...NODE, "packages/conformance/scripts/conform.ts", "--backend", "./tools/software-webgpu.ts", ...names], env));
}

function deno(names: readonly string[]): Outcome {
  const works = (command: readonly string[]): boolean => spawnSync(command[0]!, [...command.slice(1), "--version"]).status === 0;
  const command = [["deno"], ["npx", "-y", `deno@${DENO}`]].find(works);
  if (!command) return { skipped: `for there is no deno here, and deno@${DENO} could not be had` };
  const folder = mkdtempSync(join(tmpdir(), "nightly-")),
    outfile = join(folder, "conform.mjs");
  try {
    buildSync({
      entryPoints: [join(ROOT, "tools/deno-conform.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "neutral",
      target: "es2022",
      conditions: ["@evenkeel/source"],
      logLevel: "error",
    });
    const vulkan = unpacked("swiftshader", "libvulkan.so.1");
    return outcomeOf(
      run([...command, "run", "--allow-all", "--unstable-webgpu", outfile, ...names], {
        VK_ICD_FILENAMES: process.env["VK_ICD_FILENAMES"] ?? join(vulkan, "vk_swiftshader_icd.json"),
        LD_LIBRARY_PATH: [process.env["LD_LIBRARY_PATH"], vulkan].filter(Boolean).join(":"),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compiled(names: readonly string[]): Outcome {
  if (spawnSync("cc", ["--version"]).status !== 0) return { skipped: "for there is no C compiler here" };
  return outcomeOf(run([...NODE, "packages/conformance/scripts/narrow.ts", "--count", String(COUNT), ...names]));
}

/** Answers the exit code. */
export function nightly(names: readonly string[]): number {
  const parts = { "WebGPU on lavapipe": mesa, "WebGPU in Deno": deno, "narrow arithmetic in C": compiled };
  const found = Object.entries(parts).map(([name, part]) => {
    console.log(`\n${name}`);
    return [name, part(names)] as const;
  });
  console.log("");
  for (const [name, outcome] of found) console.log(typeof outcome === "string" ? `${name}: ${outcome}` : `${name}: skipped, ${outcome.skipped}.`);
  return found.some(([, outcome]) => outcome === "failed") ? 1 : 0;
}
