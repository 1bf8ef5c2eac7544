/** The command in one file, made of the sources as they are: a process that reads their hundreds of files takes seconds to begin. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { bundled } from "../../../tools/bundled.js";

const CLI = fileURLToPath(new URL("..", import.meta.url));

/** Where it is until the tests of a file have ended: beside the sources, whose package.json it reads. */
export async function built(): Promise<string> {
  const source = await bundled({ entryPoints: [join(CLI, "src/main.ts")] }),
    folder = mkdtempSync(join(CLI, ".command-")),
    file = join(folder, "main.mjs");
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(file, source);
  return file;
}
