/** The structural kinds on this backend, of all types that it has: the same cases, references and bounds as the CPU's. */
import { expect, test } from "vitest";
import { runKind } from "@evenkeel/conformance";
import { gpu } from "./device.js";

for (const kind of gpu.manifest.kinds)
  if (kind !== "map")
    test(kind, async () => {
      const { failures, cases } = await runKind(gpu, kind);
      expect(failures.slice(0, 3).map((f) => f.sentence)).toEqual([]);
      expect(cases).toBeGreaterThan(0);
    });
