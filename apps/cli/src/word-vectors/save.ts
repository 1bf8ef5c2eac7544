/** Word vectors as a file in word2vec's text format: a line with both sizes, then a word and its numbers a line. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { UserError } from "@evenkeel/problems";
import { checkWritable, endOf, found, write } from "./write.js";

/** Asked before the training, not after it. */
export function checkSavePath(path: string): void {
  if (path === "") throw new UserError(`save: "" names no file. Give a path, for example vectors.txt.`);
  try {
    if (found(path)?.isDirectory() || path.endsWith("/") || path.endsWith(sep))
      throw new UserError(`save: ${path} names a folder. Name a file, for example ${join(path, "vectors.txt")}.`);
    const folder = dirname(endOf(path));
    if (!found(path) && !found(folder)?.isDirectory()) throw new UserError(`save: no such folder, ${folder}. Make it first, or save elsewhere.`);
    checkWritable(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`save: ${path} cannot be written to, ${reason(error)}. Save elsewhere.`);
  }
}

/** Vectors that cannot be written there (the disk is full, the folder has gone) are kept among the temporary files, and the error says where. */
export function saveVectors(path: string, words: readonly string[], vectors: ArrayLike<number>, dim: number): void {
  const text = word2vecText(words, vectors, dim);
  try {
    write(path, text);
  } catch (error) {
    throw new UserError(`save: ${path} was not written, ${reason(error)}. ${keepElsewhere(text)}`);
  }
}

function keepElsewhere(text: string): string {
  try {
    const file = join(mkdtempSync(join(tmpdir(), "evenkeel-")), "vectors.txt");
    writeFileSync(file, text);
    return `The vectors are in ${file}: move them from there.`;
  } catch (error) {
    return `Nor could they be kept in ${tmpdir()}, ${reason(error)}. Make room and train again: the same seed gives the same vectors.`;
  }
}

/** The system's sentence without the call and the path: ENOSPC: no space left on device. */
const reason = (error: unknown): string => (error as Error).message.split(", ")[0]!;

/** Nine significant digits give every float32 back. */
export function word2vecText(words: readonly string[], vectors: ArrayLike<number>, dim: number): string {
  const line = (word: string, row: number): string =>
    `${word} ${Array.from({ length: dim }, (_, i) => Number(vectors[row * dim + i]!.toPrecision(9))).join(" ")}`;
  return `${words.length} ${dim}\n${words.map(line).join("\n")}\n`;
}
