/**
 * Runs the comparison and writes results.md and results.json. With names of rows it runs only those and writes nothing. `--rounds n` sets
 * the number of rounds. Fails when a goal is missed.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { domainOf, exactValues, type Worst, worstOf } from "./accuracy.js";
import { Contender, LIBRARIES, present, torch } from "./contender.js";
import { starts } from "./imports.js";
import { interleave } from "./measure.js";
import { judgeOf } from "./reference.js";
import { verdicts } from "./goals.js";
import { markdown } from "./report.js";
import type { Entry, Results } from "./results.js";
import { type FunctionName, inputsOf, isFunction, type Row, ROWS } from "./work.js";

const { values, positionals } = parseArgs({ options: { rounds: { type: "string", default: "25" } }, allowPositionals: true });
const unknown = positionals.find((name) => !(ROWS as readonly string[]).includes(name));
if (unknown !== undefined) throw new RangeError(`bench: there is no row "${unknown}". The rows are ${ROWS.join(", ")}.`);
const rounds = Number(values.rounds),
  rows = ROWS.filter((row) => !positionals.length || positionals.includes(row));
if (!torch) console.error("PyTorch is absent: no python3 can import torch.");

const entries: Entry[] = [];
for (const row of rows) {
  console.error(row);
  const contenders = LIBRARIES.filter(present).map((name) => new Contender(name));
  entries.push(...(await entriesOf(row, contenders)));
  for (const contender of contenders) contender.stop();
}

const results: Results = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0]!.model.trim()}, ${cpus().length} threads, ${process.platform}`,
  versions: {
    node: process.versions.node,
    "tfjs-core, tfjs-backend-wasm": versionOf("@tensorflow/tfjs-core"),
    "@jax-js/jax": versionOf("@jax-js/jax"),
    "onnxruntime-web": versionOf("onnxruntime-web"),
    PyTorch: torch?.version ?? "absent",
  },
  rounds,
  entries,
  starts: positionals.length ? {} : Object.fromEntries(starts(9)),
};
const page = await format(markdown(results), { parser: "markdown", printWidth: 150 });
console.log(page);
if (!positionals.length) {
  writeFileSync(new URL("results.md", import.meta.url), page);
  writeFileSync(
    new URL("results.json", import.meta.url),
    await format(
      JSON.stringify(results, (_, x: unknown) => (x === Infinity ? "∞" : x)),
      { parser: "json", printWidth: 150 },
    ),
  );
}
if (verdicts(results).some(({ met }) => !met)) process.exitCode = 1;

/** Compares what every way gives with what is right, then times those that are right. */
async function entriesOf(row: Row, contenders: readonly Contender[]): Promise<Entry[]> {
  const inputs = inputsOf(row),
    judge = judgeOf(row, inputs),
    tried: Entry[] = [];
  for (const contender of contenders) {
    const entry = (way: string, rest: Partial<Entry>): void =>
      void tried.push({ row, library: contender.name, way, failure: null, timing: null, ulps: null, losses: null, domain: null, ...rest });
    const failed = (way: string, e: unknown): void => entry(way, { failure: `failed: ${(e as Error).message.split("\n")[0]!}` });
    const ways = await contender.prepare(row, inputs).catch((e: unknown) => (failed("none", e), []));
    for (const way of ways) {
      try {
        const { wrong, ...verdict } = judge(await contender.result(way));
        entry(way, { failure: wrong, ...verdict });
      } catch (e) {
        failed(way, e);
      }
    }
  }
  const right = tried.filter((e) => !e.failure).map((e) => ({ ...e, contender: contenders.find((c) => c.name === e.library)! }));
  const timings = await interleave(right, rounds);
  const worst = isFunction(row) ? await worstOver(row, right) : [];
  return tried.map((e) => {
    const i = right.findIndex((r) => r.library === e.library && r.way === e.way);
    return i < 0 ? e : { ...e, timing: timings[i]!, domain: worst[i] ?? null };
  });
}

/** The worst result of each of these ways over all of float32. */
async function worstOver(name: FunctionName, ways: readonly { contender: Contender; way: string }[]): Promise<Worst[]> {
  const inputs = domainOf(name),
    exact = exactValues(name, inputs),
    all: Worst[] = [];
  for (const contender of new Set(ways.map((w) => w.contender))) await contender.prepare(name, inputs);
  for (const { contender, way } of ways) all.push(worstOf(exact, inputs, await contender.result(way)));
  return all;
}

function versionOf(name: string): string {
  const main = createRequire(import.meta.url).resolve(name),
    folder = main.slice(0, main.indexOf(name, main.lastIndexOf("node_modules")) + name.length);
  return (JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { version: string }).version;
}
