/** The structural kinds on this backend, of all types that it has: the same cases, references and bounds as the CPU's. */
import { expect, test } from "vitest";
import type { Kind } from "@evenkeel/core";
import { runKind } from "@evenkeel/conformance";
import { gpu } from "./device.js";

const structural = gpu.manifest.kinds.filter((kind): kind is Exclude<Kind, "map"> => kind !== "map");

test.each(structural)("%s", async (kind) => {
  const { failures, cases } = await runKind(gpu, kind);
  expect(failures.slice(0, 3).map((f) => f.sentence)).toEqual([]);
  expect(cases).toBeGreaterThan(0);
});
