/**
 * Runs every ```ts block of the READMEs and of docs/, and every file of examples/, each in a process of its own, from source. One that throws fails.
 * Where an example has comments `// → text`, what it prints must be those texts, line for line.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundled } from "./bundled.js";
import { ROOT } from "./source.js";

export interface Example {
  /** `README.md:12`. */
  readonly place: string;
  readonly folder: string;
  readonly code: string;
}

/** The ```ts blocks of a text, each with the line it starts on. */
export function blocksOf(text: string): { line: number; code: string }[] {
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map((match) => ({ line: text.slice(0, match.index).split("\n").length + 1, code: match[1]! }));
}

export function examplesOf(root: string): Example[] {
  const packages = readdirSync(join(root, "packages")).sort();
  const pages = ["README.md", ...packages.map((name) => `packages/${name}/README.md`), ...listed(root, "docs", ".md")];
  const blocks = pages
    .filter((file) => existsSync(join(root, file)))
    .flatMap((file) =>
      blocksOf(readFileSync(join(root, file), "utf8")).map(({ line, code }) => ({
        place: `${file}:${line}`,
        folder: join(root, dirname(file)),
        code,
      })),
    );
  const folder = join(root, "examples");
  return [...blocks, ...listed(root, "examples", ".ts").map((place) => ({ place, folder, code: readFileSync(join(root, place), "utf8") }))];
}

/** The files of a folder that end so, if the folder is there. */
function listed(root: string, folder: string, ending: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(ending));
  return files.sort().map((file) => `${folder}/${file}`);
}

/** What is wrong with an example, or null. */
export async function run({ place, folder, code }: Example): Promise<string | null> {
  let script: string;
  try {
    script = await bundled({ stdin: { contents: code, resolveDir: folder, loader: "ts" } });
  } catch (error) {
    return `${place} failed:\n${(error as Error).message}`;
  }
  const gpu = code.includes("webgpu") ? ["--import", "tsx", "--import", join(ROOT, "tools/preload-software-gpu.ts")] : [],
    child = spawn(process.execPath, [...gpu, "--input-type=module", "-"], { cwd: folder });
  let printed = "",
    errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdin.end(script);
  const status = await new Promise((done) => child.on("close", done));
  if (status !== 0) return `${place} failed:\n${errors}`;
  const wanted = [...code.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1]!.trimEnd());
  const got = printed
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
  if (wanted.length === 0 || wanted.join("\n") === got.join("\n")) return null;
  return `${place} says that it prints\n  ${wanted.join("\n  ")}\nand prints\n  ${got.join("\n  ")}`;
}

if (process.argv[1] === import.meta.filename) {
  const examples = examplesOf(ROOT);
  for (const example of examples) {
    const wrong = await run(example);
    if (wrong) {
      console.error(wrong);
      process.exitCode = 1;
    }
  }
  console.log(`${examples.length} examples ran.`);
}
