/** Word vectors: skip-gram with negative sampling on one text. */
export { SkipGram } from "./model.js";
export { type Neighbour, neighbours } from "./neighbours.js";
export { type WordKinds, wordKinds } from "./nouns.js";
export { type Corpus, type Problem, problemOf } from "./problem.js";
export { type Batch, keepingChances, noiseWeights, Samples, weightedSampler } from "./samples.js";
export { DEFAULTS, learningRateAt, type Settings } from "./settings.js";
export { BREAK, countWords, encode, tokenise, type Vocabulary, vocabularyOf } from "./vocabulary.js";
