/** Which words of a text are worth showing, told by their company alone, so that no list of words need be brought along. */
import { BREAK } from "./vocabulary.js";

const ARTICLE_SHARE = 0.2; // of a noun's occurrences follow the article at least this share …
const ENDING_SHARE = 0.5; // … and of those, at least this share end the phrase there. An adjective goes on.
const FREQUENT = 60; // small words (of, and, in) are sought among this many most frequent ones …
const SMALL_WORD_SHARE = 0.05; // … where they seldom follow the article.

export interface WordKinds {
  /** Most frequent first. */
  readonly nouns: readonly string[];
  /** Of, and, in and their like: they stand beside everything, so that they tell nothing as neighbours. */
  readonly small: ReadonlySet<string>;
}

/** The most frequent word is taken for the article. */
export function wordKinds(paragraphs: readonly string[][], counts: ReadonlyMap<string, number>, nouns: number): WordKinds {
  const byFrequency = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  const article = byFrequency[0];
  const afterArticle = new Map<string, number>();
  eachAfter(article, paragraphs, (word) => add(afterArticle, word));
  const share = (word: string): number => (afterArticle.get(word) ?? 0) / counts.get(word)!;
  const small = new Set(byFrequency.slice(0, FREQUENT).filter((word) => share(word) < SMALL_WORD_SHARE));

  const ending = new Map<string, number>();
  eachAfter(article, paragraphs, (word, next) => {
    if (next === BREAK || small.has(next)) add(ending, word);
  });
  const isNoun = (word: string): boolean => share(word) >= ARTICLE_SHARE && (ending.get(word) ?? 0) >= ENDING_SHARE * afterArticle.get(word)!;
  return { nouns: byFrequency.filter(isNoun).slice(0, nouns), small };
}

function eachAfter(article: string | undefined, paragraphs: readonly string[][], visit: (word: string, next: string) => void): void {
  for (const words of paragraphs) {
    for (let i = 1; i < words.length; i++) if (words[i - 1] === article && words[i] !== BREAK) visit(words[i]!, words[i + 1] ?? BREAK);
  }
}

const add = (counts: Map<string, number>, word: string): void => void counts.set(word, (counts.get(word) ?? 0) + 1);
