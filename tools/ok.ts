/** The one gate: runs every check in turn, times it, and stops at the first that fails. `--but tests` leaves a part out. */
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "./source.js";

interface Part {
  readonly name: string;
  readonly command: string;
  /** What its failure means, and what to do. */
  readonly failure: string;
}

const fromSource = "node --import tsx --conditions @evenkeel/source";
const PARTS: readonly Part[] = [
  { name: "format", command: "prettier --check --log-level warn .", failure: "These files are not formatted. Run `pnpm format`." },
  { name: "lint", command: "oxlint --deny-warnings --quiet", failure: "The linter found what is likely a mistake." },
  { name: "types", command: "tsc --noEmit", failure: "The types do not hold." },
  { name: "imports", command: `${fromSource} tools/check-imports.ts`, failure: "An import goes against the arrows between packages." },
  { name: "absences", command: `${fromSource} tools/check-absences.ts`, failure: "Something is here that the project promises not to contain." },
  { name: "index", command: `${fromSource} tools/gen-index.ts --check`, failure: "An index does not list its folder. Run `pnpm gen`." },
  { name: "methods", command: `${fromSource} tools/gen-methods.ts --check`, failure: "The methods are not the ops. Run `pnpm gen`." },
  { name: "version", command: `${fromSource} tools/gen-version.ts --check`, failure: "Core does not say its version. Run `pnpm gen`." },
  {
    name: "tables",
    command: `${fromSource} tools/readme-table.ts --check && ${fromSource} tools/numerics-table.ts --check && ${fromSource} tools/catalogue-table.ts --check`,
    failure: "A table is not what its script prints. Run `pnpm gen`.",
  },
  { name: "size", command: `${fromSource} tools/size.ts`, failure: "The library outgrew its size budget." },
  { name: "examples", command: `${fromSource} tools/run-examples.ts`, failure: "An example does not do what it says." },
  { name: "tests", command: "vitest run", failure: "A test failed." },
];

const left = new Set(process.argv.slice(process.argv.indexOf("--but") + 1));
const env = { ...process.env, PATH: `${join(ROOT, "node_modules/.bin")}${delimiter}${process.env.PATH}` };

for (const { name, command, failure } of PARTS) {
  if (process.argv.includes("--but") && left.has(name)) continue;
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, { shell: true, cwd: ROOT, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`${stdout}${stderr}\nnot ok: ${name} (${seconds} s). ${failure}`);
    process.exit(1);
  }
  console.log(`ok: ${name} (${seconds} s)`);
}
