/** What is refused as a corpus, and how a text becomes words. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "@evenkeel/problems";
import { readCorpus } from "../src/word-vectors/corpus.js";
import { BREAK, countWords, DEFAULTS, encode, tokenise, vocabularyOf } from "@evenkeel/problems/word-vectors";

let folder = "";
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corpus-"));
  writeFileSync(path("empty.txt"), " \n\n");
  writeFileSync(path("binary"), Buffer.from([72, 101, 0, 108]));
  writeFileSync(path("latin1.txt"), Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20]));
  writeFileSync(
    path("book.txt"),
    "Licence\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\nCall me Ishmael.\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nmore",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("readCorpus", () => {
  test.each([
    ["nowhere.txt", /^corpus: no such file, .*nowhere\.txt\. Check the path/],
    ["empty.txt", /^corpus: nothing to read, .*empty\.txt is empty\. Give/],
    ["binary", /^corpus: not a text, .*binary has a zero byte at 2\. Convert/],
    ["latin1.txt", /^corpus: not UTF-8, .*latin1\.txt \(5 bytes\) does not decode\. Convert/],
  ])("refuses %s", (name, message) => {
    expect(() => readCorpus(path(name))).toThrow(UserError);
    expect(() => readCorpus(path(name))).toThrow(message);
  });
  test("refuses an empty path, which names nothing", () => {
    expect(() => readCorpus("")).toThrow(/^corpus: "" names no file\. Give the path of a text/);
  });
  test("says so when the system does not let it look", () => {
    expect(() => readCorpus(path("n".repeat(300)))).toThrow(UserError);
    expect(() => readCorpus(path("n".repeat(300)))).toThrow(/^corpus: cannot be read, ENAMETOOLONG/);
  });
  test("refuses a folder without texts and reads one with them", () => {
    expect(() => readCorpus(join(folder, ".."))).not.toThrow(/no such file/);
    writeFileSync(path("latin1.txt"), "café");
    writeFileSync(path("empty.txt"), "x");
    expect(readCorpus(folder).text).toContain("Call me Ishmael.");
  });
  test("leaves Project Gutenberg's licence out", () => {
    expect(readCorpus(path("book.txt")).text.trim()).toBe("Call me Ishmael.");
  });
  test("has the whole of Moby Dick", () => {
    const { text } = readCorpus(undefined);
    expect(text).toContain("Call me Ishmael.");
    expect(text).toContain("only found another orphan.");
    expect(text.length).toBeGreaterThan(1_200_000);
  });
});

describe("tokenise", () => {
  test("keeps hyphens and apostrophes inside words, drops a possessive, marks the ends of phrases", () => {
    expect(tokenise("The whale’s mast-head—don't!\n\nCafé: 3 'quoted' words--here")).toEqual([
      ["the", "whale", "mast-head", BREAK, "don't", BREAK],
      ["café", BREAK, "quoted", "words", "here"],
    ]);
  });
  test("counts words, not marks", () => {
    expect([...countWords(tokenise("a b. a\n\na"))]).toEqual([
      ["a", 3],
      ["b", 1],
    ]);
  });
});

describe("vocabularyOf", () => {
  const counts = (n: number, each: number): Map<string, number> => new Map(Array.from({ length: n }, (_, i) => [`w${i}`, each + (i % 3)]));
  test("keeps words by frequency, ties by the alphabet, and at most maxWords", () => {
    const kept = vocabularyOf("x", new Map([...counts(200, 60), ["rare", 2], ["most", 999]]), { ...DEFAULTS, minCount: 3, maxWords: 150 });
    expect(kept.words.length).toBe(150);
    expect(kept.words.slice(0, 4)).toEqual(["most", "w101", "w104", "w107"]);
    expect(kept.counts[0]).toBe(999);
    expect(kept.words.every((word, id) => kept.ids.get(word) === id)).toBe(true);
    expect(kept.ids.has("rare")).toBe(false);
  });
  test("names the numbers when a text is too small or too poor", () => {
    expect(() => vocabularyOf("Note", counts(10, 5), DEFAULTS)).toThrow(/^corpus: too small, Note has 59 words and 5,000 are needed\. Give/);
    expect(() => vocabularyOf("Note", counts(50, 200), DEFAULTS)).toThrow(
      /10,049 words, of which 50 occur 8 times or more and 100 are needed\. Give/,
    );
  });
  test("holds out one paragraph in twenty and drops words that are not kept", () => {
    const paragraphs = Array.from({ length: 40 }, (_, i) => ["a", "rare", i === 2 ? "b" : "a"]);
    const { training, heldOut } = encode(paragraphs, {
      words: ["a", "b"],
      counts: [79, 1],
      ids: new Map([
        ["a", 0],
        ["b", 1],
      ]),
    });
    expect([training.length, heldOut.length]).toEqual([38, 2]);
    expect([...heldOut[0]!]).toEqual([0, 1]);
  });
  test("holds something out of the smallest text that is taken, even in one paragraph", () => {
    const words = Array.from({ length: 800 }, (_, i) => `w${i % 100}`);
    const { training, heldOut } = encode([words], { words, counts: [], ids: new Map(words.map((word, i) => [word, i % 100])) });
    expect([training.length, heldOut.length]).toEqual([3, 1]);
  });
});
