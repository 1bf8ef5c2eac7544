/** The command in one file, made of the sources as they are: a process that reads their hundreds of files takes seconds to begin. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";
import { onlyWorkspace } from "../../../tools/only-workspace.js";

const CLI = fileURLToPath(new URL("..", import.meta.url));

/** Where it is until the tests of a file have ended: beside the sources, whose package.json it reads. */
export async function built(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(CLI, "src/main.ts")],
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    conditions: ["@evenkeel/source"],
    plugins: [onlyWorkspace],
    logLevel: "error",
  });
  const folder = mkdtempSync(join(CLI, ".command-")),
    file = join(folder, "main.mjs");
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(file, outputFiles[0]!.contents);
  return file;
}
