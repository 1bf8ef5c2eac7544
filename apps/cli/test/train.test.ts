/** The command from end to end, as its own process: it learns, it saves, it stops at Ctrl-C, it says what is wrong. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "@evenkeel/problems";
import { built } from "./command.js";

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

/** Words that have no other company than each other: their dots grow within a few steps. */
function bookOfPairs(): string {
  const random = new Random(1, 1);
  const pair = (n: number): string =>
    ["p", "q"].map((first) => first + [...String(n)].map((digit) => "abcdefghij"[Number(digit)]).join("")).join(" ");
  return Array.from(
    { length: 400 },
    () =>
      `${Array<string>(10)
        .fill(pair(random.below(100)))
        .join(" ")}.`,
  ).join("\n\n");
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}
const COMMAND = [await built(), "train", "word-vectors"];

function run(
  args: readonly string[],
  watch: (child: ChildProcess, errors: string) => void = () => {},
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...COMMAND, ...args], { env: { ...process.env, NO_COLOR: "1", ...environment } });
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
    expect(out).toMatch(/Stopped by Ctrl-C after step [\d,]+ of 1,000,000\.\n/);
    expect(readFileSync(file, "utf8")).toMatch(/^\d+ 64\n/);
  },
  2 * MINUTE,
);

test(
  "Ctrl-C in the run with the stabiliser off ends it, and nothing is said of steps that were not run",
  async () => {
    let sent = false;
    const { code, out } = await run(["--corpus", book, "--steps", "400"], (child, errors) => {
      if (sent || !errors.includes("stabiliser off")) return;
      sent = true;
      child.kill("SIGINT");
    });
    expect(code).toBe(0);
    expect(out).toContain("Stopped by Ctrl-C: the runs are not compared.");
    expect(out).toMatch(/Off: no number of this run was infinite or NaN up to step \d+ of 400, where it was stopped\./);
    expect(out).not.toContain("held-out loss");
  },
  MINUTE,
);

test(
  "a run that dies is compared at the step where it died, where the other stood in the same place",
  async () => {
    const pairs = join(folder, "pairs.txt");
    writeFileSync(pairs, bookOfPairs());
    const { code, out } = await run(["--corpus", pairs, "--steps", "30"], () => {}, { npm_lifecycle_event: "start" });
    expect(code).toBe(0);
    const [, off, there] = /finite steps +(\d+) of 30 +(\d+) of 30 +30 of 30/.exec(out)!;
    expect(Number(off)).toBeLessThan(30);
    expect(there).toBe(off);
    const [, written, stable] = /held-out loss there +([\d.]+) +([\d.]+)/.exec(out)!.map(Number);
    // Up to there both runs see the same pairs and differ by roundings, which large dots magnify.
    expect(Math.abs(written! / stable! - 1)).toBeLessThan(0.05);
    expect(out).toContain(`Off: loss Infinity at step ${Number(off) + 1}: sigmoid(`);
    expect(out).toContain("npm start -- --save vectors.txt");
  },
  MINUTE,
);

test(
  "what is saved to the standard output comes in its place there, in a pipe and in a file",
  async () => {
    const inPlace = /nearest words[^]*\n\d+ 64\nthe [-\d. e]+\n[^]*\nSaved \d+ vectors of 64 numbers to \/dev\/stdout\n/;
    const args = ["--corpus", book, "--steps", "2", "--save", "/dev/stdout"];
    expect((await run(args)).out).toMatch(inPlace);
    const file = join(folder, "out.txt");
    const descriptor = openSync(file, "w");
    const { status } = spawnSync(process.execPath, [...COMMAND, ...args], { stdio: ["ignore", descriptor, "ignore"] });
    closeSync(descriptor);
    expect(status).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(inPlace);
  },
  MINUTE,
);

test.runIf(existsSync("/dev/full"))(
  "a full disk is told of in one sentence, and the vectors are kept among the temporary files",
  async () => {
    const { code, errors } = await run(["--corpus", book, "--steps", "2", "--save", "/dev/full"], () => {}, { TMPDIR: folder });
    expect(code).toBe(1);
    expect(errors).not.toContain("    at ");
    const said = /save: \/dev\/full was not written, ENOSPC: no space left on device\. The vectors are in (.*): move them from there\.\n$/.exec(
      errors,
    );
    expect(readFileSync(said![1]!, "utf8")).toMatch(/^\d+ 64\n/);
  },
  MINUTE,
);

test.each([
  [["--corpus", "nowhere.txt"], /^corpus: no such file, nowhere\.txt\. Check the path/],
  [["--corpus", ""], /^corpus: "" names no file\./],
  [["--save", ""], /^save: "" names no file\./],
  [["--seed", ""], /Give a whole number from 0 to 4,294,967,295, in digits\./],
  [["--steps", "0"], /Give a whole number from 1 to/],
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
