/** A small project to plant faults in, in a folder that goes when the test ends. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "tree-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const sound = {
    "packages/core/src/index.ts": `export type { Kind } from "./kinds.js";\nexport * from "./order.js";\nexport * from "./ops/index.js";\n`,
  };
  const order = { "packages/core/src/order.ts": "export const BLOCK = 16384;\n" };
  for (const [file, text] of Object.entries({ ...sound, ...order, ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  execFileSync("git", ["init", "-q"], { cwd: root });
  return root;
}
