/** From a text to numbers: words, which of them are kept, and the text as their ids. */
import { UserError } from "../user-error.js";
import type { Settings } from "./settings.js";

/** Stands among the words of a paragraph where a mark ends a phrase. No vector is learnt for it. */
export const BREAK = ".";

/** The kept words, most frequent first: a word's id is its place. */
export interface Vocabulary {
  readonly words: readonly string[];
  readonly counts: readonly number[];
  readonly ids: ReadonlyMap<string, number>;
}

const LEAST_WORDS = 5000;
const LEAST_KEPT = 100;

/** Lower-case words by paragraph. Hyphens and apostrophes inside a word belong to it; a possessive 's does not. */
export function tokenise(text: string): string[][] {
  const paragraphs = text
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .split(/\n\s*\n/);
  return paragraphs.map(wordsOf).filter((words) => words.length > 0);
}

function wordsOf(paragraph: string): string[] {
  const found = paragraph.match(/\p{L}[\p{L}\p{M}]*(?:['-]\p{L}[\p{L}\p{M}]*)*|[.,;:!?—"”)]/gu) ?? [];
  return found.map((token) => (/^\p{L}/u.test(token) ? token.replace(/'s$/, "") : BREAK));
}

export function countWords(paragraphs: readonly string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of paragraphs) for (const word of words) if (word !== BREAK) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Refuses a text that is too small to learn from. Words of one frequency stand in the order of the alphabet. */
export function vocabularyOf(name: string, counts: ReadonlyMap<string, number>, { minCount, maxWords }: Settings): Vocabulary {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const facts = `${name} has ${total.toLocaleString("en")} words`;
  if (total < LEAST_WORDS) throw new UserError(`corpus: too small, ${facts} and ${LEAST_WORDS.toLocaleString("en")} are needed. Give a longer text.`);
  const kept = [...counts].filter(([, count]) => count >= minCount).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  if (kept.length < LEAST_KEPT) {
    throw new UserError(
      `corpus: too few different words, ${facts}, of which ${kept.length} occur ${minCount} times or more and ${LEAST_KEPT} are needed. Give a richer text.`,
    );
  }
  const chosen = kept.slice(0, maxWords);
  return {
    words: chosen.map(([word]) => word),
    counts: chosen.map(([, count]) => count),
    ids: new Map(chosen.map(([word], id) => [word, id])),
  };
}

/**
 * The paragraphs as ids of kept words, the third of every twenty held out. A paragraph of more than 200 kept words counts as several,
 * so that the smallest text that is not refused has something held out, even in one paragraph.
 */
export function encode(paragraphs: readonly string[][], { ids }: Vocabulary): { training: Int32Array[]; heldOut: Int32Array[] } {
  const training: Int32Array[] = [];
  const heldOut: Int32Array[] = [];
  let seen = 0;
  for (const paragraph of paragraphs) {
    const kept: number[] = [];
    for (const word of paragraph) if (ids.has(word)) kept.push(ids.get(word)!);
    for (let start = 0; start < kept.length; start += 200)
      (seen++ % 20 === 2 ? heldOut : training).push(Int32Array.from(kept.slice(start, start + 200)));
  }
  return { training, heldOut };
}
