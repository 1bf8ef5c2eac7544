/** Word vectors as a file in word2vec's text format: a line with both sizes, then a word and its numbers a line. */
import { accessSync, constants, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../user-error.js";

/** Asked before the training, not after it. */
export function checkSavePath(path: string): void {
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`save: no such folder, ${dirname(path)}. Make it first, or save elsewhere.`);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`save: ${path} is a folder. Name a file, for example ${path}/vectors.txt.`);
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch {
    throw new UserError(`save: ${dirname(path)} cannot be written to. Save elsewhere.`);
  }
}

/** Written beside the target and then renamed, so that the file is whole or not there. */
export function saveVectors(path: string, words: readonly string[], vectors: ArrayLike<number>, dim: number): void {
  const unfinished = `${path}.${process.pid}.part`;
  writeFileSync(unfinished, word2vecText(words, vectors, dim));
  renameSync(unfinished, path);
}

/** Nine significant digits give every float32 back. */
export function word2vecText(words: readonly string[], vectors: ArrayLike<number>, dim: number): string {
  const line = (word: string, row: number): string =>
    `${word} ${Array.from({ length: dim }, (_, i) => Number(vectors[row * dim + i]!.toPrecision(9))).join(" ")}`;
  return `${words.length} ${dim}\n${words.map(line).join("\n")}\n`;
}
