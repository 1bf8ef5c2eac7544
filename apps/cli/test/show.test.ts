/** What is shown: nouns by rule, neighbours by cosine, the loss as a curve, two runs at one step, commands that run. */
import { stripVTControlCharacters as plain } from "node:util";
import { expect, test } from "vitest";
import { asTyped, comparison, ending, lossCurve, stopped, whatNext } from "../src/train/report.js";
import type { Run } from "../src/train/run.js";
import { countWords, DEFAULTS, neighbours, tokenise, wordKinds } from "@evenkeel/problems/word-vectors";

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

test("a curve is drawn from stretches of the run, and of one step there is none", () => {
  expect(lossCurve([1])).toBe("");
  const drawn = lossCurve(Array.from({ length: 1000 }, (_, i) => 5 - i / 250));
  expect(drawn).toContain("step 1,000");
  expect(drawn.split("\n").some((line) => line.includes("4.97") && line.includes("┼"))).toBe(true);
});

const settings = { ...DEFAULTS, steps: 400 };
const ran = (steps: number, heldOut: number, failure: string | null = null): Run => ({
  losses: Array.from({ length: steps }, (_, i) => 4 - i / 256),
  heldOut,
  seconds: steps / 100,
  failure,
});
const rows = (table: string): string[][] =>
  plain(table)
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/));

test("a run that died stands beside the other at the step where it died, and the end of that is told apart", () => {
  expect(rows(comparison(ran(120, 3.445, "loss Infinity"), ran(120, 3.411), ran(400, 2.774), settings))).toEqual([
    ["the same run", "stabiliser off", "on, to that step", "on, to the end"],
    ["finite steps", "120 of 400", "120 of 400", "400 of 400"],
    ["loss of a pair there", "3.729", "3.729", "2.635"],
    ["held-out loss there", "3.445", "3.411", "2.774"],
    ["seconds", "1.2", "1.2", "4.0"],
  ]);
  const stable = ran(400, 2.774);
  expect(rows(comparison(ran(400, 2.775), stable, stable, settings))[0]).toEqual(["the same run", "stabiliser off", "on, to the end"]);
});

test("only a run to its last step is said to end otherwise with other options", () => {
  expect(plain(ending(ran(120, 3, "loss Infinity at step 121: why"), settings))).toContain("Off: loss Infinity at step 121: why.");
  expect(ending(ran(400, 3), settings)).toContain("no number of this run was infinite or NaN; another --seed or more --steps may end otherwise.");
  const ended = ending(ran(120, 3), settings);
  expect(ended).toContain("no number of this run was infinite or NaN up to step 120 of 400, where it was stopped.");
  expect(ended).not.toContain("otherwise");
});

test("after Ctrl-C it is said what is not on disk", () => {
  expect(stopped(ran(120, 3), settings, undefined)).toBe(
    "Stopped by Ctrl-C after step 120 of 400. The vectors were not written to a file; --save FILE does that.",
  );
  expect(stopped(ran(120, 3), settings, "v.txt")).toBe("Stopped by Ctrl-C after step 120 of 400.");
});

test("what to run next is what can be typed: by npm, by name or by file", () => {
  expect(asTyped({ npm_lifecycle_event: "start" }, ["node", "/clone/apps/cli/dist/main.js"])).toBe("npm start --");
  expect(asTyped({}, ["node", "/usr/local/bin/evenkeel"])).toBe("evenkeel train word-vectors");
  expect(asTyped({}, ["node", "/x/node_modules/@evenkeel/cli/dist/main.js"])).toBe("evenkeel train word-vectors");
  expect(asTyped({}, ["node", `${process.cwd()}/apps/cli/dist/main.js`])).toBe("node apps/cli/dist/main.js train word-vectors");
  const lines = plain(whatNext("book.txt", "npm start --")).split("\n");
  expect(lines[1]).toMatch(/^ {2}npm start -- --save vectors\.txt +keep/);
  expect(lines[2]).toMatch(/^ {2}npm start +the same on Moby Dick/);
});
