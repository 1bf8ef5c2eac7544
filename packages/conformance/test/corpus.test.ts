/** The bits of a fixed corpus are those that were recorded on several engines. */
import { readFileSync } from "node:fs";
import type { Storage } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { expect, test } from "vitest";
import { digest, type Digest } from "../src/corpus.js";
import { facts } from "../src/suite.js";

const recorded = JSON.parse(readFileSync(new URL("../results/corpus/hashes.json", import.meta.url), "utf8")) as Digest & { engines: string[] };

test(`every result has the bits that it has in ${recorded.engines.join(", ")}`, { timeout: 120_000 }, async () => {
  const { hash, parts } = await digest(cpu(), facts);
  expect(parts, "if this change is meant, record the corpus again: scripts/corpus.ts").toEqual(recorded.parts);
  expect(hash).toBe(recorded.hash);
});
test("one bit of one result is another hash", async () => {
  const add = facts.filter((f) => f.name === "add"),
    device = cpu(),
    lying = {
      ...device,
      readSync(storage: Storage, out: ArrayBufferView): void {
        device.readSync!(storage, out);
        new Uint8Array(out.buffer, out.byteOffset)[20]! ^= 1;
      },
    };
  const [honest, other] = [await digest(device, add), await digest(lying, add)];
  expect(honest.parts.add).toBe(recorded.parts.add);
  expect(other.parts.add).not.toBe(honest.parts.add);
  expect(other.hash).not.toBe(honest.hash);
});
