/**
 * Trains the same word vectors and the same digits on the CPU and on WebGPU in software, beside one another from the same numbers and batches: 200 steps. Prints how far
 * their losses are apart and what the GPU was asked for; fails where they are further apart than 1e-4.
 *
 * Word vectors, with their large steps, are unstable in any arithmetic: what differs by the last place of a few numbers grows some 10⁶-fold between steps 100 and 140. So
 * each step is compared from the CPU's tables; and beside WebGPU on its own stands the CPU on its own, from tables that differ in the last place.
 *
 *     node --import tsx --conditions @evenkeel/source apps/cli/scripts/compare-devices.ts [word-vectors] [digits] [--steps N] [--seed N]
 */
import { Command } from "commander";
import { type Backend, cpu, noGrad, type Parameter, setDefaultDevice, stats, tensor, webgpu } from "evenkeel";
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
  /** What is learnt, where nothing else is carried from step to step. */
  readonly learnt?: readonly Parameter[];
}
interface Subject {
  /** Whether what differs grows without bound. */
  readonly unstable: boolean;
  /** `moved`: from numbers that differ by the last place here and there. */
  begin(moved: boolean): Training;
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
    moved = false,
  ) {
    setDefaultDevice(on);
    this.training = begin(moved);
  }
  async step(at: number): Promise<number> {
    setDefaultDevice(this.on);
    const from = performance.now(),
      loss = await this.training.step(at);
    this.spent += performance.now() - from;
    return loss;
  }
  async follow(other: Run): Promise<void> {
    const { learnt = [] } = this.training;
    for (const [i, p] of other.training.learnt!.entries()) {
      const data = (await p.data()) as Float32Array;
      setDefaultDevice(this.on);
      noGrad(() => learnt[i]!.assign(tensor(data, { shape: p.shape })));
    }
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
    [beside, control] = subject.unstable ? [new Run(device, subject), new Run(host, subject, true)] : [];
  const [free, same, moved] = [new Apart(), new Apart(), new Apart()],
    bar = progressBar(name, "steps"),
    started = performance.now();
  let last = "",
    asked = { dispatches: 0, submits: 0, written: 0, copied: 0, reads: 0, bytes: 0 };
  bar.start(steps, 0, { loss: "…", speed: "…", left: "…" });
  for (let step = 0; step < steps; step++) {
    if (beside) await beside.follow(here);
    const loss = await here.step(step),
      before = stats(device).readbacks;
    traffic.reset();
    const other = await there.step(step),
      { count, bytes } = stats(device).readbacks,
      { read: _, ...more } = traffic.since();
    // The last one: everything is compiled and uploaded.
    asked = { ...more, reads: count - before.count, bytes: bytes - before.bytes };
    free.see(loss, other, step);
    if (beside) same.see(loss, await beside.step(step), step);
    if (control) moved.see(loss, await control.step(step), step);
    last = `${loss.toFixed(6)} on the CPU and ${other.toFixed(6)} on WebGPU at the last`;
    const each = (performance.now() - started) / (step + 1);
    bar.update(step + 1, { loss: other.toFixed(3), speed: (1000 / each).toFixed(1), left: `${Math.round((each * (steps - step - 1)) / 1000)} s` });
  }
  bar.stop();
  const { dispatches, submits, written, copied, reads, bytes } = asked,
    whole = (n: number): string => n.toLocaleString("en");
  console.log(`${name}, ${steps} steps, seed ${seed}: losses ${last}`);
  console.log(`  apart: ${free.text}`);
  if (beside) console.log(`  apart, each step from the CPU's tables: ${same.text}`);
  if (control) console.log(`  apart, the CPU from tables that differ in the last place, instead of WebGPU: ${moved.text}`);
  console.log(`  ${(here.spent / steps).toFixed(1)} ms a step on the CPU, ${(there.spent / steps).toFixed(1)} on WebGPU in software`);
  console.log(
    `  a step on WebGPU: ${whole(dispatches)} dispatches in ${whole(submits)} submits; ${whole(written)} bytes written, ${whole(copied)} copied, ${whole(bytes)} read in ${whole(reads)} reads`,
  );
  if ((beside ? same : free).beyond < Infinity) {
    console.log("  too far apart");
    process.exitCode = 1;
  }
}

function wordVectors(): Subject {
  const problem = problemOf(readCorpus(undefined), { ...DEFAULTS, seed }),
    { dim } = problem.settings;
  return {
    unstable: true,
    begin(moved) {
      const start = problem.startingVectors(),
        model = new SkipGram(moved ? start.map((x, i) => x * (1 + ((i % 3) - 1) * 2 ** -24)) : start, dim),
        samples = problem.samples();
      return { step: (at) => model.step(samples.next(), learningRateAt(at, problem.settings)), learnt: model.parameters };
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
      const net = new ConvNet(seed),
        random = new Random(seed, 3),
        order = Int32Array.from(training.labels, (_, i) => i),
        each = Math.ceil(order.length / batch);
      return {
        step(at) {
          const from = (at % each) * batch;
          if (from === 0) random.shuffle(order, order.length);
          return net.step(batchOf(training, order.subarray(from, from + batch), random), 3e-3 * (1 - at / (8 * each)));
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
