/**
 * Trains the same word vectors and the same digits on the CPU and on WebGPU in software, beside one another from the same numbers and batches: 200 steps. Prints how far
 * their losses are apart and what the GPU was asked for; fails where they are further apart than 1e-4.
 *
 * Beside WebGPU on its own stands the CPU on its own, from numbers that differ in the last place; and WebGPU that begins each step from what the CPU has learnt, which tells
 * a wrong step from what grows. Word vectors, with their large steps, are unstable in any arithmetic: what differs by the last place of a few numbers grows some 10⁶-fold
 * between steps 100 and 140. So they are judged by each step. Digits are judged by the whole course, though two numbers of a window that are as good as equal may be in
 * another order on another device: then another one is the maximum, the gradient goes another way, and what differed by 1e-8 differs by 1e-5.
 *
 *     node --import tsx --conditions @evenkeel/source apps/cli/scripts/compare-devices.ts [word-vectors] [digits] [--steps N] [--seed N]
 */
import { Command } from "commander";
import { type Backend, cpu, noGrad, type optim, type Parameter, setDefaultDevice, snapshot, stats, tensor, type TypedArray, webgpu } from "evenkeel";
import { countTraffic } from "../../../tools/gpu-traffic.js";
import { softwareGpu } from "../../../tools/software-vulkan.js";
import { Random } from "@evenkeel/problems";
import { batchOf, ConvNet } from "@evenkeel/problems/digits";
import { DEFAULTS, learningRateAt, problemOf, SkipGram } from "@evenkeel/problems/word-vectors";
import { readDigits } from "../src/digits/read.js";
import { progressBar } from "../src/train/bar.js";
import { LARGEST_SEED, wholeNumber } from "../src/train/options.js";
import { readCorpus } from "../src/word-vectors/corpus.js";

const APART = 1e-4;
/** On the default device. */
interface Training {
  /** Answers the loss before it. */
  step(at: number): Promise<number>;
  readonly learner: { readonly parameters: readonly Parameter[]; readonly optimizer: optim.SGD | optim.Adam };
}
interface Subject {
  /** Whether what differs grows without bound: then each step is judged, from the same numbers. */
  readonly unstable: boolean;
  begin(): Training;
}

const command = new Command()
  .argument("[names...]")
  .option("--steps <n>", "steps", wholeNumber(1, 1e6), 200)
  .option("--seed <n>", "seed of every random choice", wholeNumber(0, LARGEST_SEED), 1)
  .parse();
const { steps, seed } = command.opts<{ steps: number; seed: number }>();

const trainings: Readonly<Record<string, () => Subject>> = { "word-vectors": wordVectors, digits },
  names = command.args.length ? command.args : Object.keys(trainings);
const gpu = await softwareGpu(),
  traffic = await countTraffic(gpu),
  [host, device]: readonly [Backend, Backend] = [cpu(), await webgpu({ gpu })];
/** A training on a device, and the time it took. */
class Run {
  spent = 0;
  readonly training: Training;
  constructor(
    readonly on: Backend,
    { begin }: Subject,
  ) {
    setDefaultDevice(on);
    this.training = begin();
  }
  /** From numbers that differ by the last place here and there. */
  async move(): Promise<void> {
    for (const p of this.training.learner.parameters)
      this.#assign(
        p,
        ((await p.data()) as Float32Array).map((x, i) => x * (1 + ((i % 3) - 1) * 2 ** -24)),
      );
  }
  async step(at: number): Promise<number> {
    setDefaultDevice(this.on);
    const from = performance.now(),
      loss = await this.training.step(at);
    this.spent += performance.now() - from;
    return loss;
  }
  /** Has what the other one has learnt, and what its optimizer remembers. */
  async follow(other: Run): Promise<void> {
    const { parameters, optimizer } = this.training.learner,
      there = other.training.learner,
      learnt = await snapshot({ parameters: [...there.parameters], optimizer: there.optimizer as optim.Adam });
    for (const [i, t] of learnt.parameters.entries()) this.#assign(parameters[i]!, t.dataSync());
    (optimizer as optim.Adam).loadStateDict(learnt.optimizer);
  }
  #assign(p: Parameter, data: TypedArray): void {
    setDefaultDevice(this.on);
    noGrad(() => p.assign(tensor(data, { shape: p.shape })));
  }
}

/** The largest difference so far, and the first beyond what is allowed. */
class Apart {
  most = 0;
  at = 0;
  beyond = Infinity;
  see(a: number, b: number, step: number): void {
    const apart = Math.abs(a - b);
    if (!(apart <= this.most)) [this.most, this.at] = [apart, step];
    if (!(apart <= APART)) this.beyond = Math.min(this.beyond, step);
  }
  get text(): string {
    if (!this.most) return "nothing: the same bits at every step";
    return `${this.most.toExponential(2)} at most, at step ${this.at + 1}${this.beyond < steps ? `; beyond ${APART} from step ${this.beyond + 1} on` : ""}`;
  }
}

async function compare(name: string, subject: Subject): Promise<void> {
  const here = new Run(host, subject),
    there = new Run(device, subject),
    beside = new Run(device, subject),
    control = new Run(host, subject);
  const [free, same, moved] = [new Apart(), new Apart(), new Apart()],
    bar = progressBar(name, "steps"),
    started = performance.now();
  let last = "",
    asked = { dispatches: 0, submits: 0, written: 0, copied: 0, reads: 0, bytes: 0 };
  await control.move();
  bar.start(steps, 0, { loss: "…", speed: "…", left: "…" });
  for (let step = 0; step < steps; step++) {
    await beside.follow(here);
    const loss = await here.step(step),
      before = stats(device).readbacks;
    traffic.reset();
    const other = await there.step(step),
      { count, bytes } = stats(device).readbacks,
      { read: _, ...more } = traffic.since();
    // The last one: everything is compiled and uploaded.
    asked = { ...more, reads: count - before.count, bytes: bytes - before.bytes };
    free.see(loss, other, step);
    same.see(loss, await beside.step(step), step);
    moved.see(loss, await control.step(step), step);
    last = `${loss.toFixed(6)} on the CPU and ${other.toFixed(6)} on WebGPU at the last`;
    const each = (performance.now() - started) / (step + 1);
    bar.update(step + 1, { loss: other.toFixed(3), speed: (1000 / each).toFixed(1), left: `${Math.round((each * (steps - step - 1)) / 1000)} s` });
  }
  bar.stop();
  const { dispatches, submits, written, copied, reads, bytes } = asked,
    whole = (n: number): string => n.toLocaleString("en");
  console.log(`${name}, ${steps} steps, seed ${seed}: losses ${last}`);
  console.log(`  apart: ${free.text}`);
  console.log(`  apart, each step from the CPU's numbers: ${same.text}`);
  console.log(`  apart, the CPU from numbers that differ in the last place, instead of WebGPU: ${moved.text}`);
  console.log(`  ${(here.spent / steps).toFixed(1)} ms a step on the CPU, ${(there.spent / steps).toFixed(1)} on WebGPU in software`);
  console.log(
    `  a step on WebGPU: ${whole(dispatches)} dispatches in ${whole(submits)} submits; ${whole(written)} bytes written, ${whole(copied)} copied, ${whole(bytes)} read in ${whole(reads)} reads`,
  );
  if ((subject.unstable ? same : free).beyond < Infinity) {
    console.log("  too far apart");
    process.exitCode = 1;
  }
}

function wordVectors(): Subject {
  const problem = problemOf(readCorpus(undefined), { ...DEFAULTS, seed }),
    { dim } = problem.settings;
  return {
    unstable: true,
    begin() {
      const learner = new SkipGram(problem.startingVectors(), dim),
        samples = problem.samples();
      return { step: (at) => learner.step(samples.next(), learningRateAt(at, problem.settings)), learner };
    },
  };
}

/** As `train digits` begins: batches of 32, and a rate that falls over its 8 epochs. */
function digits(): Subject {
  const { training } = readDigits(2000, seed),
    batch = 32;
  return {
    unstable: false,
    begin() {
      const learner = new ConvNet(seed),
        random = new Random(seed, 3),
        order = Int32Array.from(training.labels, (_, i) => i),
        each = Math.ceil(order.length / batch);
      return {
        learner,
        step(at) {
          const from = (at % each) * batch;
          if (from === 0) random.shuffle(order, order.length);
          return learner.step(batchOf(training, order.subarray(from, from + batch), random), 3e-3 * (1 - at / (8 * each)));
        },
      };
    },
  };
}
for (const name of names) {
  const begin = trainings[name];
  if (!begin) throw new RangeError(`compare-devices: there is no training ${name}. Use ${Object.keys(trainings).join(" or ")}.`);
  await compare(name, begin());
}
process.exit();
