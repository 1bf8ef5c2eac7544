/** `evenkeel train word-vectors`: learns word vectors from a book, shows them, and runs the same training without the stabiliser. */
import { Command, InvalidArgumentError, Option } from "commander";
import { cpu, setDefaultDevice, stabilise, type Tensor } from "evenkeel";
import pc from "picocolors";
import { readCorpus } from "../word-vectors/corpus.js";
import { SkipGram } from "../word-vectors/model.js";
import { problemOf } from "../word-vectors/problem.js";
import { checkSavePath, saveVectors } from "../word-vectors/save.js";
import { DEFAULTS } from "../word-vectors/settings.js";
import { UserError } from "../user-error.js";
import { Interrupt } from "./interrupt.js";
import { comparison, lossCurve, neighbourTable, whatNext } from "./report.js";
import { train } from "./run.js";

export interface TrainOptions {
  readonly corpus?: string;
  readonly device: keyof typeof DEVICES;
  readonly steps: number;
  readonly seed: number;
  readonly save?: string;
}

const DEVICES = { cpu };

export function wordVectorsCommand(): Command {
  return new Command("word-vectors")
    .description("learn word vectors from a book (skip-gram with negative sampling), with and without the stabiliser")
    .option("--corpus <file>", "a plain text, or a folder of .txt files (default: the whole of Moby Dick)")
    .addOption(new Option("--device <name>", "where the arithmetic runs").choices(Object.keys(DEVICES)).default("cpu"))
    .option("--steps <n>", `steps of ${DEFAULTS.batch.toLocaleString("en")} pairs`, wholeNumber(1), DEFAULTS.steps)
    .option("--seed <n>", "seed of every random choice", wholeNumber(0), DEFAULTS.seed)
    .option("--save <file>", "write the vectors in word2vec's text format")
    .addHelpText("after", "\nCtrl-C ends the training and keeps what was learnt; a second one leaves at once.")
    .action(trainWordVectors);
}

export async function trainWordVectors({ corpus: path, device, steps, seed, save }: TrainOptions): Promise<void> {
  setDefaultDevice(DEVICES[device]());
  if (save) checkSavePath(save);
  const corpus = readCorpus(path);
  const problem = problemOf(corpus, { ...DEFAULTS, steps, seed });
  const { vocabulary, settings } = problem;
  const model = (): SkipGram => new SkipGram(problem.startingVectors(), settings.dim);
  console.log(
    `${pc.bold(corpus.name)}: ${problem.trainingWords.toLocaleString("en")} words to learn from, ${vocabulary.words.length.toLocaleString("en")} different ones`,
  );
  console.log(pc.dim("loss = neg(log(sigmoid(dot))) and neg(log(sub(1, sigmoid(dot)))), float32, as written\n"));

  const interrupt = new Interrupt();
  try {
    const trained = model();
    const stable = await train("training", trained, problem, interrupt);
    if (stable.failure) throw new UserError(`train: ${stable.failure}. Try another --seed.`);
    const vectors = await trained.vectors();
    console.log(lossCurve(stable.losses));
    console.log(neighbourTable(problem, vectors));
    if (save) saveVectors(save, vocabulary.words, vectors, settings.dim);
    if (save) console.log(`Saved ${vocabulary.words.length.toLocaleString("en")} vectors of ${settings.dim} numbers to ${save}`);
    if (interrupt.requested)
      return console.log(`Stopped by Ctrl-C after step ${stable.losses.length.toLocaleString("en")} of ${steps.toLocaleString("en")}.`);

    const asWritten = await train("the same, stabiliser off", model(), problem, interrupt, (loss: () => Tensor) => stabilise("off", loss));
    console.log(comparison(stable, asWritten, settings));
    console.log(whatNext(path));
  } finally {
    interrupt.stop();
  }
}

const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`Give a whole number from ${least}.`);
    return value;
  };
