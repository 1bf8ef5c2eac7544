/**
 * Trains the same word vectors twice, by evenkeel in float32 and by plain float64 loops, from the same pairs, tables and settings.
 * Prints both held-out losses and both lists of neighbours side by side, and fails if the losses differ by more than 2 %.
 *
 *     node --import tsx --conditions @evenkeel/source apps/cli/scripts/compare-word-vectors.ts [--corpus FILE] [--steps N] [--seed N]
 */
import { Command } from "commander";
import { runOptions, type RunOptions } from "../src/train/options.js";
import { readCorpus } from "../src/word-vectors/corpus.js";
import { type Batch, DEFAULTS, learningRateAt, neighbours, problemOf, SkipGram } from "@evenkeel/problems/word-vectors";
import { PlainSkipGram } from "./plain-skip-gram.js";

const { corpus, ...asked } = runOptions(new Command()).parse().opts<RunOptions>();
const problem = problemOf(readCorpus(corpus), { ...DEFAULTS, ...asked });
const { settings, vocabulary, kinds } = problem;
const start = problem.startingVectors();
const ours = new SkipGram(start, settings.dim);
const plain = new PlainSkipGram(start, new Float64Array(start.length), settings.dim);

const oursSeconds = await seconds(async (batch, rate) => void (await ours.step(batch, rate)));
const plainSeconds = await seconds(async (batch, rate) => void plain.step(batch, rate));
const oursLoss = await ours.heldOutLoss(problem.heldOut);
const plainLoss = plain.meanLoss(problem.heldOut);
const apart = Math.abs(oursLoss / plainLoss - 1);
console.log(`evenkeel, float32      held-out loss ${oursLoss.toFixed(5)}  ${oursSeconds.toFixed(1)} s`);
console.log(`plain loops, float64   held-out loss ${plainLoss.toFixed(5)}  ${plainSeconds.toFixed(1)} s`);
console.log(`apart by ${(100 * apart).toFixed(3)} %\n`);

const vectors = await ours.vectors();
let shared = 0;
for (const noun of kinds.nouns) {
  const near = (table: ArrayLike<number>): string[] => neighbours(noun, 6, vocabulary, table, kinds.small).map(({ word }) => word);
  const [a, b] = [near(vectors), near(plain.words)];
  shared += a.filter((word) => b.includes(word)).length;
  console.log(`${noun.padEnd(12)}evenkeel  ${a.join(", ")}\n${" ".repeat(12)}plain     ${b.join(", ")}`);
}
console.log(`\n${shared} of ${6 * kinds.nouns.length} neighbours are on both lists`);
if (!(apart <= 0.02)) process.exitCode = 1;

async function seconds(step: (batch: Batch, rate: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  const samples = problem.samples();
  for (let i = 0; i < settings.steps; i++) await step(samples.next(), learningRateAt(i, settings));
  return (performance.now() - started) / 1000;
}
