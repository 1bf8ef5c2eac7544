/** The page's side of the worker: what it has told, as signals, and orders to it. */
import { batch, signal } from "@preact/signals";
import { download } from "../shell/download.js";
import { stopped } from "../shell/stopped.js";
import { type Death, type DeviceName, type Learnt, type News, type Order, type Side, SIDES } from "./protocol.js";
import type { Settings } from "./settings.js";

export type Status = "idle" | "loading" | "training" | "paused" | "done" | "failed";
/** What is known of a run. `losses[i]` is that of step i + 1; norms are told now and then, `at` their steps. */
export interface Record {
  readonly losses: number[];
  readonly at: number[];
  readonly norms: number[][];
}
const none = (): globalThis.Record<Side, Record> => ({ off: { losses: [], at: [], norms: [] }, on: { losses: [], at: [], norms: [] } });

export class Trainer {
  readonly status = signal<Status>("idle");
  readonly step = signal(0);
  readonly layers = signal<readonly string[]>([]);
  readonly facts = signal("");
  readonly device = signal<{ readonly name: DeviceName; readonly title: string }>({ name: "cpu", title: "CPU, WebAssembly" });
  readonly deaths = signal<Readonly<Partial<globalThis.Record<Side, Death>>>>({});
  readonly speed = signal({ steps: 0, samples: 0 });
  readonly learnt = signal<Readonly<Partial<globalThis.Record<Side, Learnt>>>>({});
  /** What went otherwise than asked: a device that is not there, or is lost. */
  readonly notice = signal("");
  readonly failure = signal("");
  readonly recognised = signal<Readonly<Partial<globalThis.Record<Side, readonly number[]>>>>({});
  readonly picked = signal<{ readonly pixels: Float32Array; readonly label: number } | null>(null);
  /** Grows with what is in `records`, which is filled in place. */
  readonly told = signal(0);
  records = none();

  #worker: Worker | null = null;

  begin(settings: Settings): void {
    this.forget();
    this.status.value = "loading";
    this.#order({ order: "begin", settings, site: new URL(".", document.baseURI).href, device: this.device.value.name });
  }
  pause(): void {
    this.#order({ order: "pause" });
  }
  resume(): void {
    this.status.value = "training";
    this.#order({ order: "resume" });
  }
  use(device: DeviceName): void {
    this.notice.value = "";
    this.#order({ order: "device", device });
  }
  lose(): void {
    this.#order({ order: "lose" });
  }
  save(side: Side): void {
    this.#order({ order: "weights", side });
  }
  recognise(pixels: Float32Array): void {
    if (this.layers.value.length > 0) this.#order({ order: "recognise", pixels });
  }
  pick(): void {
    this.#order({ order: "pick" });
  }
  /** Back to before the first step. The worker is ended, and with it what it was about. */
  reset(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.forget();
  }

  private forget(): void {
    batch(() => {
      this.status.value = "idle";
      this.step.value = 0;
      this.layers.value = [];
      this.facts.value = "";
      this.deaths.value = {};
      this.learnt.value = {};
      this.recognised.value = {};
      this.picked.value = null;
      this.speed.value = { steps: 0, samples: 0 };
      this.notice.value = this.failure.value = "";
      this.records = none();
      this.told.value++;
    });
  }

  #order(order: Order): void {
    if (!this.#worker) {
      this.#worker = new Worker(new URL("./work.ts", import.meta.url), { type: "module" });
      this.#worker.addEventListener("message", ({ data }: MessageEvent<News>) => batch(() => this.#hear(data)));
      this.#worker.addEventListener("error", (event) => this.#fail(stopped(event)));
    }
    this.#worker.postMessage(order);
  }
  #fail(why: string): void {
    this.failure.value = why;
    this.status.value = "failed";
  }

  #hear(news: News): void {
    switch (news.news) {
      case "loading":
        return void (this.status.value = "loading");
      case "begun":
        this.layers.value = news.layers;
        this.facts.value = news.facts;
        return void (this.status.value = "training");
      case "progress":
        for (const side of SIDES) {
          const { losses, norms } = news.runs[side],
            record = this.records[side];
          record.losses.push(...losses);
          if (losses.length > 0) {
            record.at.push(record.losses.length);
            record.norms.push([...norms]);
          }
        }
        this.step.value = news.step;
        if (news.stepsPerSecond > 0) this.speed.value = { steps: news.stepsPerSecond, samples: news.samplesPerSecond };
        return void this.told.value++;
      case "death":
        return void (this.deaths.value = { ...this.deaths.value, [news.side]: news });
      case "learnt":
        return void (this.learnt.value = news.runs);
      case "paused":
      case "done":
        return void (this.status.value = news.news);
      case "device":
        return void (this.device.value = { name: news.device, title: news.title });
      case "refused":
        return void (this.notice.value = news.why);
      case "lost":
        return this.#lost(news.at, news.from);
      case "weights":
        return download(news.file, "application/octet-stream", `${news.side === "on" ? "evenkeel" : "as-written"}-step-${news.step}.safetensors`);
      case "recognised":
        return void (this.recognised.value = news.runs);
      case "picked":
        return void (this.picked.value = news);
      case "failed":
        return this.#fail(news.why);
    }
  }

  #lost(at: number, from: number): void {
    for (const side of SIDES) {
      const record = this.records[side],
        told = record.at.filter((step) => step <= from).length;
      record.losses.length = Math.min(record.losses.length, from);
      record.at.length = record.norms.length = told;
    }
    this.deaths.value = Object.fromEntries(Object.entries(this.deaths.value).filter(([, { step }]) => step <= from));
    this.step.value = from;
    this.notice.value = `The GPU was lost at step ${at.toLocaleString("en")}. Training goes on on the CPU, from the snapshot of step ${from.toLocaleString("en")}.`;
    this.told.value++;
  }
}
