/** `evenkeel train digits`: learns handwritten digits with a small convolutional net, and shows what it takes for what. */
import { Command } from "commander";
import pc from "picocolors";
import { chooseDevice, type DeviceName, deviceOption } from "../device.js";
import { batchOf, ConvNet, type Digits, judge } from "@evenkeel/problems/digits";
import { Random, UserError } from "@evenkeel/problems";
import { readDigits } from "../digits/read.js";
import { progressBar } from "./bar.js";
import { confusionTable, drawnMistakes } from "./digits-report.js";
import { Interrupt } from "./interrupt.js";
import { LARGEST_SEED, wholeNumber } from "./options.js";
import { lossCurve } from "./report.js";

export interface DigitsOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly device: DeviceName;
}
const HELD_BACK = 2000;
const LEARNING_RATE = 3e-3; // at the first step; it falls in a line to nothing
const STREAM = 3;

export function digitsCommand(): Command {
  return new Command("digits")
    .description("learn handwritten digits with a small convolutional net")
    .option("--epochs <n>", "how often each digit is seen", wholeNumber(1, 1000), 8)
    .option("--batch <n>", "digits in one step", wholeNumber(1, 8000), 32)
    .option("--seed <n>", "seed of every random choice", wholeNumber(0, LARGEST_SEED), 1)
    .addOption(deviceOption())
    .addHelpText("after", "\nCtrl-C ends the training and shows what was learnt. A second one leaves at once.")
    .action(trainDigits);
}

export async function trainDigits({ epochs, batch, seed, device }: DigitsOptions): Promise<void> {
  await chooseDevice(device);
  const { training, heldBack } = readDigits(HELD_BACK, seed),
    net = new ConvNet(seed);
  console.log(`${pc.bold("MNIST")}: ${count(training.labels.length)} digits to learn from, ${count(HELD_BACK)} held back`);
  console.log(pc.dim("conv 8@5×5, pool, conv 16@5×5, pool, linear; loss = neg(mean(log(gather(softmax(logits)))), float32, as written; Adam\n"));
  const interrupt = new Interrupt();
  try {
    const { losses, seconds } = await train(net, training, { epochs, batch, seed }, interrupt),
      { right, confusion, mistakes } = await judge(net, heldBack);
    console.log(lossCurve(losses, "loss of a digit"));
    console.log(confusionTable(confusion));
    if (mistakes.length) console.log(drawnMistakes(mistakes, heldBack));
    console.log(
      `${pc.bold(`${((100 * right) / HELD_BACK).toFixed(1)} %`)} of ${count(HELD_BACK)} digits that it had not seen are right, after ${count(losses.length)} steps in ${seconds.toFixed(0)} s.`,
    );
    if (interrupt.requested) console.log("Stopped by Ctrl-C.");
  } finally {
    interrupt.stop();
  }
}

async function train(
  net: ConvNet,
  digits: Digits,
  { epochs, batch, seed }: Pick<DigitsOptions, "epochs" | "batch" | "seed">,
  interrupt: Interrupt,
): Promise<{ losses: number[]; seconds: number }> {
  const random = new Random(seed, STREAM),
    order = Int32Array.from(digits.labels, (_, i) => i),
    steps = epochs * Math.ceil(order.length / batch),
    losses: number[] = [],
    bar = progressBar("training", "digits"),
    started = performance.now(),
    seconds = (): number => (performance.now() - started) / 1000;
  let smooth = 0;
  bar.start(steps, 0, { loss: "…", speed: "…", left: "…" });
  for (let epoch = 0; epoch < epochs && !interrupt.requested; epoch++) {
    random.shuffle(order, order.length);
    for (let from = 0; from < order.length && !interrupt.requested; from += batch) {
      const loss = await net.step(batchOf(digits, order.subarray(from, from + batch), random), LEARNING_RATE * (1 - losses.length / steps));
      if (!Number.isFinite(loss)) throw new UserError(`train: loss ${loss} at step ${losses.length + 1}. Try another --seed.`);
      losses.push(loss);
      smooth += (loss - smooth) * Math.max(0.02, 1 / losses.length);
      const left = Math.round((seconds() / losses.length) * (steps - losses.length));
      bar.update(losses.length, { loss: smooth.toFixed(3), speed: count(Math.round((losses.length * batch) / seconds())), left: `${left} s` });
    }
  }
  bar.stop();
  return { losses, seconds: seconds() };
}

const count = (n: number): string => n.toLocaleString("en");
