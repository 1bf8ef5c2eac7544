/** What is shown and saved: nouns by rule, neighbours by cosine, a file that reads back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lossCurve } from "../src/train/report.js";
import { neighbours } from "../src/word-vectors/neighbours.js";
import { wordKinds } from "../src/word-vectors/nouns.js";
import { checkSavePath, saveVectors } from "../src/word-vectors/save.js";
import { countWords, tokenise } from "../src/word-vectors/vocabulary.js";

test("nouns are told from adjectives, verbs and small words by their company", () => {
  const paragraphs = tokenise(
    "the old ship sailed to the sea. the ship and the old sea of the north. we sailed to the ship, and the old whale. ".repeat(20),
  );
  const { nouns, small } = wordKinds(paragraphs, countWords(paragraphs), 5);
  expect(nouns).toEqual(["ship", "sea", "north"]);
  expect(small.has("of")).toBe(true);
  expect(small.has("old")).toBe(false);
});

test("neighbours come by cosine, without the word itself and what is left out", () => {
  const vocabulary = { words: ["x", "near", "far", "long"], counts: [1, 1, 1, 1], ids: new Map([["x", 0]]) };
  const vectors = [1, 0, 0.9, 0.1, -1, 0, 50, 50];
  const near = neighbours("x", 2, vocabulary, vectors);
  expect(near.map(({ word }) => word)).toEqual(["near", "long"]);
  // A product, two norms and a quotient in float64.
  expect(Math.abs(near[1]!.cosine - Math.SQRT1_2)).toBeLessThanOrEqual(8 * Number.EPSILON);
  expect(neighbours("x", 1, vocabulary, vectors, new Set(["near"]))[0]!.word).toBe("long");
  expect(neighbours("unknown", 2, vocabulary, vectors)).toEqual([]);
});

test("saved vectors read back to the same float32 numbers, and nothing else is left in the folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "save-"));
  const vectors = Float32Array.of(0.1, -1e-20, 3, Math.PI, 1 / 3, -2.5);
  saveVectors(join(folder, "v.txt"), ["a", "mast-head", "c"], vectors, 2);
  const [head, ...lines] = readFileSync(join(folder, "v.txt"), "utf8").trimEnd().split("\n");
  expect(head).toBe("3 2");
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["a", "mast-head", "c"]);
  expect(Float32Array.from(lines.flatMap((line) => line.split(" ").slice(1).map(Number)))).toEqual(vectors);
  expect(readdirSync(folder)).toEqual(["v.txt"]);
  expect(() => checkSavePath(join(folder, "none", "v.txt"))).toThrow(/^save: no such folder, .*none\. Make it first/);
  expect(() => checkSavePath(folder)).toThrow(/^save: .* is a folder\. Name a file/);
  rmSync(folder, { recursive: true });
});

test("a curve is drawn from stretches of the run, and of one step there is none", () => {
  expect(lossCurve([1])).toBe("");
  const drawn = lossCurve(Array.from({ length: 1000 }, (_, i) => 5 - i / 250));
  expect(drawn).toContain("step 1,000");
  expect(drawn.split("\n").some((line) => line.includes("4.97") && line.includes("┼"))).toBe(true);
});
