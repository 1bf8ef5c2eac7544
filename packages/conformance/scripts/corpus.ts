/**
 * The corpus of src/corpus.ts on several engines, which must give one hash, and results/corpus/hashes.json, which the tests hold this engine to:
 *   node --import tsx --conditions @evenkeel/source packages/conformance/scripts/corpus.ts [program …]
 * A program is a Node, or a Chromium (its name has "chrom" in it). Node 22 and 24: npx -y node@24.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Digest } from "../src/corpus.js";

const folder = mkdtempSync(join(tmpdir(), "corpus-")),
  script = join(folder, "corpus.mjs"),
  page = join(folder, "corpus.html");
const { outputFiles } = buildSync({
  stdin: {
    contents: `import { cpu } from "@evenkeel/cpu";
      import { digest } from "./src/corpus.ts";
      import { facts } from "./src/suite.ts";
      const answer = JSON.stringify({ engine: globalThis.process ? "Node " + process.version.slice(1) : navigator.userAgent.match(/Chrome\\/[\\d]+/)[0], ...(await digest(cpu(), facts)) });
      if (globalThis.process) console.log(answer);
      else document.body.textContent = answer;`,
    resolveDir: join(import.meta.dirname, ".."),
  },
  bundle: true,
  format: "esm",
  target: "es2022",
  conditions: ["@evenkeel/source"],
  write: false,
});
writeFileSync(script, outputFiles[0]!.text);
writeFileSync(
  page,
  `<!doctype html><meta charset="utf-8"><body><script type="module">${outputFiles[0]!.text.replaceAll("</script", "<\\/script")}</script>`,
);

type Answer = Digest & { readonly engine: string };
const answers: Answer[] = [];
for (const program of [process.execPath, ...process.argv.slice(2)]) {
  const [file = "", ...rest] = program.split(" ");
  const browser = /chrom/.test(file);
  const args = browser ? ["--headless", "--no-sandbox", "--virtual-time-budget=600000", "--dump-dom", `file://${page}`] : [script];
  const text = execFileSync(file, [...rest, ...args], { encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "ignore"] });
  const answer = JSON.parse(/\{"engine".*\}/.exec(text)![0]) as Answer;
  answers.push(answer);
  console.log(`${answer.engine}: ${answer.hash}`);
}
rmSync(folder, { recursive: true });

const [{ hash, parts }, ...others] = answers as [Answer, ...Answer[]];
for (const other of others)
  for (const [name, part] of Object.entries(parts))
    if (other.parts[name] !== part) {
      console.error(`${other.engine} differs at ${name}`);
      process.exitCode = 1;
    }
const date = new Date().toISOString().slice(0, 10),
  commit = execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { encoding: "utf8" }).trim();
if (!process.exitCode)
  writeFileSync(
    new URL("../results/corpus/hashes.json", import.meta.url),
    `${JSON.stringify({ date, commit, engines: answers.map((a) => a.engine), hash, parts }, null, 2)}\n`,
  );
