/** Narrow bodies as C programs: as written, with subnormals flushed, or compiled as freely as -ffast-math allows. For their tests and the script that measures them. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ex } from "@evenkeel/core";
import { stepsOf } from "@evenkeel/core/narrow";
import { c } from "../src/narrow/index.js";

export const hasCompiler: boolean = spawnSync("cc", ["--version"]).status === 0;

/** How a body is compiled and linked: linked with -ffast-math, a program flushes subnormals. */
export const WAYS = {
  kept: { compile: [], link: [] },
  flushed: { compile: [], link: ["-ffast-math"] },
  fast: { compile: ["-ffast-math"], link: ["-ffast-math"] },
} as const;

/** The body's results at inputs, in order. `barriers`: whether results of arithmetic pass theirs. */
export function compiled(body: Ex, inputs: readonly Float32Array[], way: keyof typeof WAYS, barriers = true): Float32Array {
  const { steps, result } = stepsOf(body),
    arity = inputs.length,
    folder = mkdtempSync(join(tmpdir(), "narrow-"));
  try {
    writeFileSync(join(folder, "body.c"), c(steps, result, arity, barriers));
    const [source, object, program] = ["body.c", "body.o", "body"].map((name) => join(folder, name)) as [string, string, string];
    execFileSync("cc", ["-O2", "-ffp-contract=off", ...WAYS[way].compile, "-c", "-o", object, source]);
    execFileSync("cc", [...WAYS[way].link, "-o", program, object, "-lm"]);
    const given = new Float32Array(arity * inputs[0]!.length);
    inputs.forEach((x, k) => x.forEach((v, i) => (given[arity * i + k] = v)));
    const out = execFileSync(program, ["0"], { input: new Uint8Array(given.buffer), maxBuffer: given.byteLength + 4096 });
    return new Float32Array(Uint8Array.from(out).buffer);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
