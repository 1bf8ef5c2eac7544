/** `evenkeel train word-vectors`: learns word vectors from a book, shows them, and runs the same training without the stabiliser. */
import { Command } from "commander";
import { stabilise } from "evenkeel";
import pc from "picocolors";
import { chooseDevice, type DeviceName, deviceOption } from "../device.js";
import { readCorpus } from "../word-vectors/corpus.js";
import { DEFAULTS, problemOf, SkipGram } from "@evenkeel/problems/word-vectors";
import { checkSavePath, saveVectors } from "../word-vectors/save.js";
import { UserError } from "@evenkeel/problems";
import { Interrupt } from "./interrupt.js";
import { runOptions, type RunOptions } from "./options.js";
import { comparison, ending, lossCurve, neighbourTable, stopped, whatNext } from "./report.js";
import { train } from "./run.js";

export interface TrainOptions extends RunOptions {
  readonly device: DeviceName;
  readonly save?: string;
}

export function wordVectorsCommand(): Command {
  return runOptions(new Command("word-vectors"))
    .description("learn word vectors from a book (skip-gram with negative sampling), with and without the stabiliser")
    .addOption(deviceOption())
    .option("--save <file>", "write the vectors in word2vec's text format")
    .addHelpText("after", "\nCtrl-C ends the training and shows what was learnt; with --save it is written too. A second one leaves at once.")
    .action(trainWordVectors);
}

export async function trainWordVectors({ corpus: path, device, steps, seed, save }: TrainOptions): Promise<void> {
  if (save !== undefined) checkSavePath(save);
  await chooseDevice(device);
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
    if (save !== undefined) {
      saveVectors(save, vocabulary.words, vectors, settings.dim);
      console.log(`Saved ${vocabulary.words.length.toLocaleString("en")} vectors of ${settings.dim} numbers to ${save}`);
    }
    if (interrupt.requested) return console.log(stopped(stable, settings, save));

    const asWritten = await train("the same, stabiliser off", model(), problem, interrupt, { record: (loss) => stabilise("off", loss) });
    const asFar =
      asWritten.failure === null
        ? stable
        : await train("on again, to the step where that ended", model(), problem, interrupt, { until: asWritten.losses.length });
    console.log(interrupt.requested ? "\nStopped by Ctrl-C: the runs are not compared." : comparison(asWritten, asFar, stable, settings));
    console.log(ending(asWritten, settings));
    console.log(whatNext(path));
  } finally {
    interrupt.stop();
  }
}
