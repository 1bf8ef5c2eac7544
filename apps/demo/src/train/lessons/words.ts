/** Word vectors on Moby Dick. */
import { type Batch, DEFAULTS, neighbours, problemOf, SkipGram } from "@evenkeel/problems/word-vectors";
import type { Settings } from "../settings.js";
import { fetched } from "./fetched.js";
import { falling, type Lesson } from "./lesson.js";

export async function words({ steps, rate, seed }: Settings, site: string): Promise<Lesson<Batch, SkipGram>> {
  const text = await (await fetched(site, "data/moby-dick.txt")).text(),
    problem = problemOf({ name: "Moby Dick", text }, { ...DEFAULTS, ...SMALLER, steps, seed, learningRate: rate }),
    { settings, vocabulary, kinds } = problem,
    samples = problem.samples();
  return {
    samples: settings.batch,
    facts: `${problem.trainingWords.toLocaleString("en")} words of Moby Dick, ${vocabulary.words.length.toLocaleString("en")} different ones; ${settings.batch.toLocaleString("en")} pairs a step`,
    next: () => samples.next(),
    model: () => new SkipGram(problem.startingVectors(), settings.dim),
    rate: (step) => falling(rate, step, steps),
    learnt: async (model) => {
      const vectors = await model.vectors();
      return {
        of: "words",
        near: kinds.nouns.slice(0, SHOWN).map((word) => ({
          word,
          neighbours: neighbours(word, NEAREST, vocabulary, vectors, kinds.small).map((near) => near.word),
        })),
      };
    },
  };
}
const SHOWN = 8;
const NEAREST = 5;
/** Than the command's, so that a minute is enough. */
const SMALLER = { dim: 32, minCount: 12 };
