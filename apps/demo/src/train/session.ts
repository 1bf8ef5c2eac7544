/**
 * The two runs in turn, batch by batch, in the worker. It lets messages in between steps, tells at most twenty times a second, and on a GPU keeps snapshots: if the device is
 * lost, both runs go back to the last one and take the same batches again on the CPU.
 */
import type { Learner } from "@evenkeel/problems";
import { DeviceLostError, setDefaultDevice } from "evenkeel";
import { type Device, deviceOf, loseDevice } from "./device.js";
import type { Lesson } from "./lessons/lesson.js";
import type { News, Side } from "./protocol.js";
import { type Kept, Run } from "./run.js";
import { safetensors } from "./safetensors.js";
import type { Settings } from "./settings.js";

const TELL_EVERY = 50; // ms
const YIELD_EVERY = 12;
const LEARNT_EVERY = 2500;
const KEEP_EVERY = 2000;

interface Checkpoint {
  readonly step: number;
  readonly runs: Readonly<Record<Side, Kept>>;
}

export class Session<Batch = unknown, Model extends Learner<Batch> = Learner<Batch>> {
  #runs: Readonly<Record<Side, Run<Batch, Model>>>;
  #step = 0;
  #wanted = false;
  #looping: Promise<void> | null = null;
  #kept: Checkpoint | null = null;
  /** Taken since the last snapshot, to be taken again if the device is lost. */
  #taken: Batch[] = [];
  #again: Batch[] = [];
  /** Something is done between two steps. */
  #held = false;
  #ended = false;

  constructor(
    private readonly lesson: Lesson<Batch, Model>,
    private readonly settings: Settings,
    private device: Device,
    private readonly tell: (news: News, transfer?: Transferable[]) => void,
  ) {
    this.#runs = { off: new Run("off", lesson.model()), on: new Run("on", lesson.model()) };
  }

  get layers(): string[] {
    return this.#runs.on.model.parameters.map((p) => p.name);
  }

  resume(): void {
    this.#wanted = true;
    this.#looping ??= this.#loop()
      .catch((error: Error) => {
        this.#wanted = false;
        this.#say({ news: "failed", why: error.message });
      })
      .finally(() => (this.#looping = null));
  }
  /** Resolves when no step is under way. */
  async pause(): Promise<void> {
    this.#wanted = false;
    await this.#looping;
  }
  /** Ends it for good: what is still under way tells nothing more. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.pause();
  }

  /** Moves both runs to another device between two steps. */
  async move(device: Device): Promise<void> {
    await this.#between(async () => this.#go(device, await this.#keep()));
  }
  #go(device: Device, { step, runs }: Checkpoint): void {
    setDefaultDevice(device.backend);
    this.device = device;
    this.#step = step;
    const run = (side: Side): Run<Batch, Model> => Run.of(side, this.lesson.model(), runs[side]);
    this.#runs = { off: run("off"), on: run("on") };
    this.tell({ news: "device", device: device.name, title: device.title });
  }

  async weights(side: Side): Promise<void> {
    await this.#between(async () => {
      const { parameters } = await this.#runs[side].keep();
      const file = safetensors(
        await Promise.all(
          parameters.map(async (t, i) => ({
            name: this.layers[i]!.replaceAll(" ", "."),
            shape: t.shape,
            data: (await t.data()) as Float32Array,
          })),
        ),
        { task: this.settings.task, step: String(this.#step), stabiliser: side, seed: String(this.settings.seed) },
      );
      this.tell({ news: "weights", side, step: this.#stepOf(side), file }, [file.buffer]);
    });
  }

  /** What both models say, between two steps. */
  async ask(question: (model: Model) => Promise<number[]>): Promise<void> {
    await this.#between(async () => {
      const { off, on } = this.#runs;
      this.tell({ news: "recognised", runs: { off: await question(off.model), on: await question(on.model) } });
    });
  }

  #stepOf = (side: Side): number => (this.#runs[side].death ? this.#runs[side].death.step - 1 : this.#step);

  async #between(work: () => Promise<void>): Promise<void> {
    this.#held = true;
    await this.#looping;
    try {
      if (await this.#isLost(work)) await work();
    } finally {
      this.#held = false;
      if (this.#wanted) this.resume();
    }
  }

  async #loop(): Promise<void> {
    const lost = await this.#isLost(async () => {
      let yielded = performance.now(),
        told = yielded,
        learnt = yielded + LEARNT_EVERY,
        kept = -Infinity,
        since = { time: yielded, step: this.#step };
      const { steps } = this.settings;
      while (this.#wanted && !this.#held && this.#step < steps) {
        if (this.device.name === "webgpu" && performance.now() - kept > KEEP_EVERY) {
          await this.#keep();
          kept = performance.now();
        }
        await this.#one();
        const now = performance.now();
        if (now - told > TELL_EVERY) {
          told = now;
          this.#progress(now, since);
          if (now - since.time > 1000) since = { time: now, step: this.#step };
        }
        if (now > learnt) {
          await this.#learnt();
          // Never a tenth of the time.
          learnt = performance.now() + Math.max(LEARNT_EVERY, 10 * (performance.now() - now));
        }
        if (now - yielded > YIELD_EVERY) {
          await macrotask();
          yielded = performance.now();
        }
      }
      this.#progress(performance.now(), since);
      if (this.#held) return;
      await this.#learnt();
      if (this.#step >= steps) {
        this.#wanted = false;
        this.#say({ news: "done", step: this.#step });
      } else this.#say({ news: "paused" });
    });
    if (lost) return this.#loop();
  }

  async #one(): Promise<void> {
    const batch = this.#again.shift() ?? this.lesson.next(),
      rate = this.lesson.rate(this.#step);
    if (this.device.name === "webgpu") this.#taken.push(batch);
    for (const run of [this.#runs.off, this.#runs.on]) {
      const death = await run.step(this.#step + 1, batch, rate);
      if (death) this.#say({ news: "death", side: run.side, ...death });
    }
    this.#step++;
  }

  #progress(now: number, since: { time: number; step: number }): void {
    const stepsPerSecond = ((this.#step - since.step) / Math.max(1, now - since.time)) * 1000;
    this.#say({
      news: "progress",
      step: this.#step,
      runs: { off: this.#runs.off.stretch(), on: this.#runs.on.stretch() },
      stepsPerSecond,
      samplesPerSecond: stepsPerSecond * this.lesson.samples,
    });
  }
  async #learnt(): Promise<void> {
    const { off, on } = this.#runs;
    this.#say({ news: "learnt", runs: { off: await this.lesson.learnt(off.model), on: await this.lesson.learnt(on.model) } });
  }
  #say(news: News): void {
    if (!this.#ended) this.tell(news);
  }

  async #keep(): Promise<Checkpoint> {
    const runs = { off: await this.#runs.off.keep(), on: await this.#runs.on.keep() };
    this.#taken = [];
    return (this.#kept = { step: this.#step, runs });
  }

  /** Does what may find the device lost. If it is, both runs go back to the last snapshot, on the CPU. */
  async #isLost(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return false;
    } catch (error) {
      if (!(error instanceof DeviceLostError) || !this.#kept) throw error;
      const at = this.#step;
      loseDevice();
      this.#go(await deviceOf("cpu"), this.#kept);
      this.#again = [...this.#taken, ...this.#again];
      this.#taken = [];
      this.#say({ news: "lost", at, from: this.#step });
      return true;
    }
  }
}

/** Messages are let in. A message of one's own comes sooner than a timer, which browsers hold back. */
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.addEventListener("message", () => waiting.shift()?.());
port1.start();
const macrotask = (): Promise<void> =>
  new Promise((done) => {
    waiting.push(done);
    port2.postMessage(0);
  });
