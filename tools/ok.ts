/** The one gate: runs every check, several at once and the tests when those have ended, times it, and fails where one fails. `--but tests` leaves a part out. */
import { exec } from "node:child_process";
import { availableParallelism } from "node:os";
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

const left = new Set(process.argv.includes("--but") ? process.argv.slice(process.argv.indexOf("--but") + 1) : []);
const env = { ...process.env, PATH: `${join(ROOT, "node_modules/.bin")}${delimiter}${process.env.PATH}` };

/** Whether a part is well; what it says, if it is not. */
async function isOk({ name, command, failure }: Part): Promise<boolean> {
  const start = performance.now(),
    said = await new Promise<string | null>((done) =>
      exec(command, { cwd: ROOT, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => done(error ? `${stdout}${stderr}` : null)),
    ),
    seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (said === null) console.log(`ok: ${name} (${seconds} s)`);
  else console.error(`${said}\nnot ok: ${name} (${seconds} s). ${failure}`);
  return said === null;
}
/** Runs parts, so many at once; once one has failed, none is begun. */
async function allOk(parts: readonly Part[], atOnce: number): Promise<boolean> {
  const waiting = [...parts];
  let ok = true;
  const work = async (): Promise<void> => {
    for (let part; ok && (part = waiting.shift());) if (!(await isOk(part))) ok = false;
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return ok;
}

const wanted = PARTS.filter(({ name }) => !left.has(name)),
  isTests = ({ name }: Part): boolean => name === "tests";
// The tests take all processors themselves.
const ok =
  (await allOk(
    wanted.filter((part) => !isTests(part)),
    availableParallelism(),
  )) && (await allOk(wanted.filter(isTests), 1));
if (!ok) process.exitCode = 1;
