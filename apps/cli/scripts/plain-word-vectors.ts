/**
 * The same word vectors as `evenkeel train word-vectors`, from a plain float64 skip-gram: the same words, pairs, starting tables and
 * settings, other arithmetic. Prints the held-out loss and the neighbours to compare with.
 *
 *     npx tsx apps/cli/scripts/plain-word-vectors.ts [--corpus FILE] [--steps N] [--seed N]
 */
import { Command } from "commander";
import { runOptions, type RunOptions } from "../src/train/options.js";
import { neighbourTable } from "../src/train/report.js";
import { readCorpus } from "../src/word-vectors/corpus.js";
import { DEFAULTS, learningRateAt, problemOf } from "@evenkeel/problems/word-vectors";
import { PlainSkipGram } from "./plain-skip-gram.js";

const { corpus, ...asked } = runOptions(new Command()).parse().opts<RunOptions>();
const problem = problemOf(readCorpus(corpus), { ...DEFAULTS, ...asked });
const { settings } = problem;
const words = problem.startingVectors();
const model = new PlainSkipGram(words, new Float64Array(words.length), settings.dim);
const samples = problem.samples();

const started = performance.now();
let recent = 0;
for (let step = 0; step < settings.steps; step++) {
  recent += model.step(samples.next(), learningRateAt(step, settings)) / settings.batch;
  if ((step + 1) % 500 > 0 && step + 1 < settings.steps) continue;
  console.log(`step ${step + 1}  loss ${(recent / ((step % 500) + 1)).toFixed(4)}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  recent = 0;
}
console.log(`held-out loss ${model.meanLoss(problem.heldOut).toFixed(4)}`);
console.log(neighbourTable(problem, model.words));
