/** The command from end to end, as its own process: it learns, it saves, it stops at Ctrl-C, it says what is wrong. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "../src/word-vectors/random.js";

const main = new URL("../src/main.ts", import.meta.url).pathname;
let folder = "";
let book = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "train-"));
  book = join(folder, "book.txt");
  writeFileSync(book, bookOfTopics());
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Sentences of one of five topics each: 40 words a topic, of which a sentence takes twelve. */
function bookOfTopics(): string {
  const random = new Random(1, 1);
  const letters = (n: number): string => [...String(n)].map((digit) => "abcdefghij"[Number(digit)]).join("");
  const sentence = (topic: number): string => Array.from({ length: 12 }, () => `the ${"vwxyz"[topic]}${letters(random.below(40))}`).join(" and ");
  return Array.from({ length: 600 }, () => `${sentence(random.below(5))}.`).join("\n\n");
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}
function run(args: readonly string[], watch: (child: ChildProcess, errors: string) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", "--conditions", "@evenkeel/source", main, "train", "word-vectors", ...args]);
  let out = "";
  let errors = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => {
    errors += text.toString();
    watch(child, errors);
  });
  return new Promise((done) => child.on("close", (code) => done({ code, out, errors })));
}

const MINUTE = 60_000;

test(
  "learns the topics of a text and saves vectors that know them",
  async () => {
    const file = join(folder, "vectors.txt");
    const { code, out } = await run(["--corpus", book, "--steps", "150", "--save", file]);
    expect(code).toBe(0);
    expect(out).toContain("loss of a pair");
    expect(out).toContain("What to run next");
    const finite = /finite steps +150 of 150/.exec(out);
    expect(finite).not.toBeNull();
    // Five wrong words and a right one at chance cost 6·ln 2 = 4.16.
    const heldOut = Number(/held-out loss there +([\d.]+)/.exec(out)![1]);
    expect(heldOut).toBeLessThan(3.6);

    const rows = readFileSync(file, "utf8").trimEnd().split("\n").slice(1);
    const vectors = new Map(rows.map((row) => [row.split(" ")[0]!, row.split(" ").slice(1).map(Number)]));
    const cosine = (a: string, b: string): number => {
      const [x, y] = [vectors.get(a)!, vectors.get(b)!];
      const dot = (p: number[], q: number[]): number => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
      return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    };
    const words = [...vectors.keys()].filter((word) => /^[vwxyz][a-j]/.test(word));
    const mean = (same: boolean): number => {
      const found = words.flatMap((a) => words.filter((b) => a !== b && (a[0] === b[0]) === same).map((b) => cosine(a, b)));
      return found.reduce((sum, value) => sum + value, 0) / found.length;
    };
    expect(mean(true)).toBeGreaterThan(mean(false) + 0.3);
  },
  2 * MINUTE,
);

test(
  "Ctrl-C ends the training after a step and keeps what was learnt",
  async () => {
    const file = join(folder, "kept.txt");
    let sent = false;
    const { code, out } = await run(["--corpus", book, "--steps", "1000000", "--save", file], (child, errors) => {
      if (sent || !errors.includes("words/s")) return;
      sent = true;
      setTimeout(() => child.kill("SIGINT"), 2000);
    });
    expect(code).toBe(0);
    expect(out).toMatch(/Stopped by Ctrl-C after step [\d,]+ of 1,000,000\./);
    expect(readFileSync(file, "utf8")).toMatch(/^\d+ 64\n/);
  },
  2 * MINUTE,
);

test.each([
  [["--corpus", "nowhere.txt"], /^corpus: no such file, nowhere\.txt\. Check the path/],
  [["--steps", "0"], /Give a whole number from 1\./],
  [["--device", "abacus"], /Allowed choices are cpu/],
])(
  "says in one sentence what is wrong with %j",
  async (args, message) => {
    const { code, errors } = await run(args);
    expect(code).toBe(1);
    expect(errors.replace(/^npm warn.*\n/gm, "")).toMatch(message);
    expect(errors).not.toContain("    at ");
  },
  MINUTE,
);
