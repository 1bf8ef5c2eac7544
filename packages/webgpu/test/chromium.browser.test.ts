/** In a browser: its own WebGPU, rows and a training, the probe, and a worker. */
import { expect, test } from "vitest";
import { facts, references, run, runKind } from "@evenkeel/conformance";
import { cpu, webgpu } from "evenkeel";
import { trained } from "./trained.js";

const gpu = await webgpu();

test("the adapter is verified", () => {
  expect(gpu.numerics).toEqual({ sums: "float", verified: true });
});

const ROWS = ["exp", "log", "tanh", "sigmoid", "softplus", "div", "sqrt", "erf"];
test.each(facts.filter((f) => ROWS.includes(f.name)))("$name", async (f) => {
  const { findings } = await run(gpu, [f], references, { count: 516 });
  expect(findings.flatMap(({ failures }) => failures.map((v) => v.sentence))).toEqual([]);
});

test.each(["matmul", "gather", "scatter"] as const)("%s", async (kind) => {
  const { failures } = await runKind(gpu, kind);
  expect(failures.map((f) => f.sentence)).toEqual([]);
});

test("a classifier learns what it learns on the CPU, and in a worker the same", async () => {
  const here = await trained(gpu),
    there = await trained(cpu());
  here.forEach((loss, i) => expect(Math.abs(loss - there[i]!)).toBeLessThanOrEqual(1e-6 * there[i]!));
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const beside = await new Promise((done, fail) => {
    worker.addEventListener("message", ({ data }) => done(data));
    worker.addEventListener("error", ({ message }) => fail(new Error(message)));
  });
  worker.terminate();
  expect(beside).toEqual(here);
  // Each of them compiles every kernel.
}, 180_000);
