/** The words nearest to a word, by the cosine of their vectors. */
import type { Vocabulary } from "./vocabulary.js";

export interface Neighbour {
  readonly word: string;
  readonly cosine: number;
}

/** `vectors` holds one row a word. Words in `leftOut` are not shown. A word that is not kept has no neighbours. */
export function neighbours(
  word: string,
  howMany: number,
  vocabulary: Vocabulary,
  vectors: ArrayLike<number>,
  leftOut: ReadonlySet<string> = new Set(),
): Neighbour[] {
  const id = vocabulary.ids.get(word);
  if (id === undefined) return [];
  const dim = vectors.length / vocabulary.words.length;
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += vectors[a * dim + i]! * vectors[b * dim + i]!;
    return sum;
  };
  const length = Math.sqrt(dot(id, id));
  return vocabulary.words
    .map((other, i) => ({ word: other, cosine: dot(id, i) / (length * Math.sqrt(dot(i, i))) }))
    .filter((other, i) => i !== id && !leftOut.has(other.word))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, howMany);
}
