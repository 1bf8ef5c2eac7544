/** Samples of each part of an op: counted, resumed by the bits of what was done, and failed where a backend lies. */
import { expect, test } from "vitest";
import { sample, type Sampled } from "../src/sampled.js";
import { references, suite } from "../src/suite.js";
import { CHUNK, chunkInputs } from "../src/sweep.js";
import { type Lie, plain } from "./plain.js";

const exp = suite.facts.find((f) => f.name === "exp")!;
async function sampled(done: Readonly<Record<string, Sampled>> = {}, lie?: Lie): Promise<[Record<string, Sampled>, number, readonly string[]]> {
  const found: Record<string, Sampled> = {},
    said: string[] = [];
  const failed = await sample(
    plain(lie),
    exp,
    references.exp,
    done,
    () => true,
    (part, one, sentences) => ((found[part] = one), said.push(...sentences)),
    { samples: 5000, piece: 2000 },
  );
  return [found, failed, said];
}

test("a part is done once, as long as it gives the same bits", async () => {
  const [first, failed] = await sampled();
  expect([Object.keys(first), failed]).toEqual([["value", "x", "xx"], 0]);
  expect(first["value"]!.inputs).toBeGreaterThanOrEqual(5000);
  expect(first["value"]!.worstUlp).toBeGreaterThan(0.49);
  expect(await sampled(first)).toEqual([{}, 0, []]);
  const [again] = await sampled({ ...first, x: { ...first["x"]!, hash: "0" } });
  expect(Object.keys(again)).toEqual(["x"]);
});

test("one result that is wrong is counted and located", async () => {
  const [found, failed, said] = await sampled({}, (v, y) => (v[0] === 1 ? y * 1.001 : y));
  expect(failed).toBeGreaterThan(0);
  expect(found["value"]!.worstAt).toEqual(["0x3f800000"]);
  expect(said[0]).toContain("again: pnpm conform exp:f32:plain:x=0x3f800000");
});

test("one of every four neighbours is one of each four", () => {
  const bits = new Uint32Array(chunkInputs(7, 4).buffer);
  expect(bits.every((b, i) => b >>> 2 === 7 * CHUNK + i)).toBe(true);
  expect(new Set(bits.subarray(0, 64).map((b) => b & 3)).size).toBe(4);
});
