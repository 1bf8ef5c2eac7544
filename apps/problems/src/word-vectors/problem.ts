/** Everything about a run that does not depend on who trains it: the words, the stream of pairs, what is held out, the tables at the start. */
import { wordKinds, type WordKinds } from "./nouns.js";
import { Random } from "../random.js";
import type { Batch } from "./samples.js";
import { keepingChances, Samples } from "./samples.js";
import type { Settings } from "./settings.js";
import { countWords, encode, tokenise, type Vocabulary, vocabularyOf } from "./vocabulary.js";

export interface Corpus {
  readonly name: string;
  readonly text: string;
}

export interface Problem {
  /** As asked for, with a batch that suits the text. */
  readonly settings: Settings;
  readonly vocabulary: Vocabulary;
  readonly kinds: WordKinds;
  /** Kept words of the text that are trained on. */
  readonly trainingWords: number;
  readonly heldOut: readonly Batch[];
  /** The same stream from its beginning at every call. */
  samples(): Samples;
  /** Word vectors at the start: uniform in ±1/(2·dim), as in word2vec. Tag vectors start at zero. */
  startingVectors(): Float32Array;
}

const HELD_OUT_PAIRS = 16384;
const STREAM = { tables: 1, training: 2, heldOut: 3 };

export function problemOf(corpus: Corpus, asked: Settings): Problem {
  const paragraphs = tokenise(corpus.text);
  const counts = countWords(paragraphs);
  const vocabulary = vocabularyOf(corpus.name, counts, asked);
  const settings = { ...asked, batch: Math.min(asked.batch, largestBatch(vocabulary, asked.subsample)) };
  const { training, heldOut } = encode(paragraphs, vocabulary);
  const stream = (name: keyof typeof STREAM): Random => new Random(settings.seed, STREAM[name]);
  const unseen = new Samples(heldOut, vocabulary, settings, stream("heldOut"));
  return {
    settings,
    vocabulary,
    kinds: wordKinds(paragraphs, counts, 20),
    trainingWords: training.reduce((sum, chunk) => sum + chunk.length, 0),
    heldOut: Array.from({ length: Math.ceil(HELD_OUT_PAIRS / settings.batch) }, () => unseen.next()),
    samples: () => new Samples(training, vocabulary, settings, stream("training")),
    startingVectors: () => {
      const random = stream("tables");
      return Float32Array.from({ length: vocabulary.words.length * settings.dim }, () => (random.uniform() - 0.5) / settings.dim);
    },
  };
}

const MOST_OFTEN = 9.1; // a book as long as Moby Dick, or longer, reaches 9 at 1,024 pairs

/**
 * A batch's gradients are added at one point, so that a word which is the centre of many of its pairs moves that many times as far.
 * Few words, or one that is everywhere even after thinning, ask for smaller batches.
 */
function largestBatch(vocabulary: Vocabulary, subsample: number): number {
  const thinned = keepingChances(vocabulary, subsample).map((chance, word) => chance * vocabulary.counts[word]!);
  const total = thinned.reduce((sum, count) => sum + count, 0);
  return Math.max(16, Math.floor((MOST_OFTEN * total) / thinned.reduce((most, count) => Math.max(most, count), 0)));
}
