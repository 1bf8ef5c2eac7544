/** What is saved reads back; a path is asked before and written through; vectors are not lost when it cannot be written. */
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UserError } from "@evenkeel/problems";
import { checkSavePath, saveVectors } from "../src/word-vectors/save.js";

let folder = "";
const at = (name: string): string => join(folder, name);
const vectors = Float32Array.of(0.1, -1e-20, 3, Math.PI, 1 / 3, -2.5);
const save = (path: string): void => saveVectors(path, ["a", "mast-head", "c"], vectors, 2);
const HEAD = /^3 2\na 0\.1/;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "save-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  return "none";
}

test("saved vectors read back to the same float32 numbers, and nothing else is left in the folder", () => {
  checkSavePath(at("v.txt"));
  expect(readdirSync(folder)).toEqual([]);
  save(at("v.txt"));
  const [head, ...lines] = readFileSync(at("v.txt"), "utf8").trimEnd().split("\n");
  expect(head).toBe("3 2");
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["a", "mast-head", "c"]);
  expect(Float32Array.from(lines.flatMap((line) => line.split(" ").slice(1).map(Number)))).toEqual(vectors);
  expect(readdirSync(folder)).toEqual(["v.txt"]);
});

test("a file that is there is left alone by the question, replaced by the vectors, and keeps its mode", () => {
  writeFileSync(at("v.txt"), "old");
  chmodSync(at("v.txt"), 0o600);
  checkSavePath(at("v.txt"));
  expect(readFileSync(at("v.txt"), "utf8")).toBe("old");
  save(at("v.txt"));
  expect(readFileSync(at("v.txt"), "utf8")).toMatch(HEAD);
  expect(statSync(at("v.txt")).mode & 0o777).toBe(0o600);
});

test("what cannot be written to is refused before the training", () => {
  expect(errorOf(() => checkSavePath(""))).toMatch(/^save: "" names no file\. Give a path/);
  expect(errorOf(() => checkSavePath(join(at("none"), "v.txt")))).toMatch(/^save: no such folder, .*none\. Make it first/);
  expect(errorOf(() => checkSavePath(folder))).toMatch(/^save: .* names a folder\. Name a file, for example .*vectors\.txt\.$/);
  expect(errorOf(() => checkSavePath(at("new/")))).toMatch(/^save: .*new\/ names a folder\. Name a file/);
  expect(errorOf(() => checkSavePath(at("n".repeat(300))))).toMatch(
    /^save: n*.* cannot be written to, ENAMETOOLONG: name too long\. Save elsewhere\.$/,
  );
  symlinkSync(at("loop"), at("loop"));
  expect(errorOf(() => checkSavePath(at("loop")))).toMatch(/cannot be written to, ELOOP/);
  // Root may write to what nobody else may.
  if (process.getuid!() === 0) return;
  writeFileSync(at("v.txt"), "old", { mode: 0o400 });
  expect(errorOf(() => checkSavePath(at("v.txt")))).toMatch(/cannot be written to, EACCES/);
  mkdirSync(at("shut"), { mode: 0o500 });
  expect(errorOf(() => checkSavePath(at("shut/v.txt")))).toMatch(/cannot be written to, EACCES/);
});

test.each([true, false])("a link stays a link, and what it leads to is written; there before: %s", (there) => {
  mkdirSync(at("far"));
  if (there) writeFileSync(at("far/v.txt"), "old");
  symlinkSync("far/v.txt", at("near"));
  symlinkSync(at("near"), at("nearer"));
  checkSavePath(at("nearer"));
  save(at("nearer"));
  expect([lstatSync(at("near")).isSymbolicLink(), lstatSync(at("nearer")).isSymbolicLink()]).toEqual([true, true]);
  expect(readFileSync(at("far/v.txt"), "utf8")).toMatch(HEAD);
  expect(readdirSync(at("far"))).toEqual(["v.txt"]);
});

test("a pipe stays a pipe, and its reader gets the vectors", async () => {
  execFileSync("mkfifo", [at("pipe")]);
  checkSavePath(at("pipe"));
  const reader = spawn("cat", [at("pipe")]);
  let got = "";
  reader.stdout.on("data", (text: Buffer) => (got += text.toString()));
  save(at("pipe"));
  await new Promise((done) => reader.on("close", done));
  expect(got).toMatch(HEAD);
  expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
});

test("vectors that cannot be written after the training are kept elsewhere, and the error says where", () => {
  mkdirSync(at("gone"));
  checkSavePath(at("gone/v.txt"));
  rmSync(at("gone"), { recursive: true });
  const message = errorOf(() => save(at("gone/v.txt")));
  expect(message).toMatch(
    /^save: .*v\.txt was not written, ENOENT: no such file or directory\. The vectors are in .*vectors\.txt: move them from there\.$/,
  );
  const kept = /are in (.*): move/.exec(message)![1]!;
  expect(readFileSync(kept, "utf8")).toMatch(HEAD);
  rmSync(join(kept, ".."), { recursive: true });
});

test("if they cannot be kept elsewhere either, the error says how to get them again, and no part is left", () => {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = at("none");
  mkdirSync(at("v.txt"));
  const message = errorOf(() => save(at("v.txt")));
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  expect(message).toMatch(/was not written, EISDIR.*\. Nor could they be kept in .*none, ENOENT.*\. Make room and train again: the same seed/);
  expect(readdirSync(folder)).toEqual(["v.txt"]);
  expect(existsSync(at("none"))).toBe(false);
});
