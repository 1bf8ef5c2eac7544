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

const folder = mkdtempSync(join(tmpdir(), "narrow-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
let files = 0;
/** What programs of one body share: they differ in how they are linked. */
const objects = new Map<string, string>();
function objectOf(body: Ex, arity: number, flags: readonly string[], barriers: boolean): string {
  const { steps, result } = stepsOf(body),
    text = c(steps, result, arity, barriers),
    key = `${flags.join(" ")}\n${text}`;
  let object = objects.get(key);
  if (!object) {
    const source = join(folder, `${++files}.c`);
    object = join(folder, `${files}.o`);
    writeFileSync(source, text);
    execFileSync("cc", ["-O2", "-ffp-contract=off", ...flags, "-c", "-o", object, source]);
    objects.clear();
    objects.set(key, object);
  }
  return object;
}

/** The body's results at inputs, in order. `barriers`: whether results of arithmetic pass theirs. */
export function compiled(body: Ex, inputs: readonly Float32Array[], way: keyof typeof WAYS, barriers = true): Float32Array {
  const arity = inputs.length,
    program = join(folder, "program");
  execFileSync("cc", [...WAYS[way].link, "-o", program, objectOf(body, arity, WAYS[way].compile, barriers), "-lm"]);
  const given = new Float32Array(arity * inputs[0]!.length);
  for (let k = 0; k < arity; k++) for (let i = k, x = inputs[k]!, n = 0; n < x.length; i += arity) given[i] = x[n++]!;
  const out = execFileSync(program, ["0"], { input: new Uint8Array(given.buffer), maxBuffer: given.byteLength + 4096 });
  return new Float32Array(Uint8Array.from(out).buffer);
}
