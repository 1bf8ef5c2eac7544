/** The host of the `conform` command on Node: prints, loads the backend, keeps the records of sweeps in results/. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Backend } from "@evenkeel/core";
import { conform, type Host, suite } from "../src/index.js";

const results = new URL("../results/", import.meta.url),
  underWay = new URL("../.sweep/", import.meta.url);
const state = (name: string): URL => new URL(`${name}.json`, underWay),
  result = (name: string): URL => new URL(`${name}.json`, results);
const read = (file: URL): string | null => (existsSync(file) ? readFileSync(file, "utf8") : null);
const write = (file: URL, text: string): void => {
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text);
};

const host: Host = {
  print: (line) => console.log(line),
  load,
  readState: (name) => read(state(name)),
  writeState: (name, text) => write(state(name), text),
  readResult: (name) => read(result(name)),
  writeResult: (name, text) => (write(result(name), text), rmSync(state(name), { force: true })),
  today: () => new Date().toISOString().slice(0, 10),
  commit: () => execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { encoding: "utf8" }).trim(),
};

try {
  const args = process.argv.slice(2);
  process.exitCode = args.includes("--nightly") ? await nightly(args.filter((a) => a !== "--nightly")) : await conform(args, suite, host);
} catch (error) {
  // What was asked for in a wrong way is said in one sentence; any other error keeps its stack.
  if (!(error instanceof Error && error.message.startsWith("conform: "))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** It needs what no other task does. */
async function nightly(names: readonly string[]): Promise<number> {
  return (await import("../../../tools/nightly.js")).nightly(names);
}
/** A module makes a backend with `createBackend`, or with a function of its own package's name (`cpu` of @evenkeel/cpu). */
async function load(module: string): Promise<Backend> {
  const exports = (await import(module.startsWith(".") ? pathToFileURL(module).href : module)) as Record<string, unknown>;
  const make = exports["createBackend"] ?? exports[module.split("/").at(-1)!];
  if (typeof make !== "function") throw new TypeError(`conform: ${module} exports no createBackend. Export a function that makes the backend.`);
  return (await (make as () => Backend | Promise<Backend>)()) as Backend;
}
