/** What the room and its worker say to each other. The page orders, the worker tells; both know nothing else of one another. */
import type { Settings } from "./settings.js";

/** The same training twice: on as evenkeel runs it, off as it is written. */
export type Side = "on" | "off";
export const SIDES: readonly Side[] = ["off", "on"];
export type DeviceName = "cpu" | "webgpu";

export type Order =
  /** Begins anew, and trains. `site` is where the site's files are. */
  | { readonly order: "begin"; readonly settings: Settings; readonly site: string; readonly device: DeviceName }
  | { readonly order: "pause" }
  | { readonly order: "resume" }
  | { readonly order: "device"; readonly device: DeviceName }
  /** Destroys the GPU device, as a driver that crashes does. */
  | { readonly order: "lose" }
  | { readonly order: "weights"; readonly side: Side }
  /** What is this? 28 × 28 grey levels from 0 to 1. */
  | { readonly order: "recognise"; readonly pixels: Float32Array }
  /** Another digit of those held back. */
  | { readonly order: "pick" };

/** Of one run since the last telling. */
export interface Stretch {
  /** A sample's mean loss at each step. */
  readonly losses: readonly number[];
  /** Of the last step's gradient, one for each layer. */
  readonly norms: readonly number[];
}

/** What a run has learnt. */
export type Learnt =
  | { readonly of: "words"; readonly near: readonly { readonly word: string; readonly neighbours: readonly string[] }[] }
  | { readonly of: "digits"; readonly right: number; readonly asked: number }
  | { readonly of: "labels"; readonly right: number; readonly asked: number; readonly shares: readonly number[] };

export type News =
  | { readonly news: "loading"; readonly what: string }
  | { readonly news: "begun"; readonly layers: readonly string[]; readonly facts: string }
  | {
      readonly news: "progress";
      readonly step: number;
      readonly runs: Readonly<Record<Side, Stretch>>;
      readonly stepsPerSecond: number;
      readonly samplesPerSecond: number;
    }
  | { readonly news: "death"; readonly side: Side; readonly step: number; readonly what: string; readonly cause: string }
  | { readonly news: "learnt"; readonly runs: Readonly<Partial<Record<Side, Learnt>>> }
  | { readonly news: "paused" }
  | { readonly news: "done"; readonly step: number }
  | { readonly news: "device"; readonly device: DeviceName; readonly title: string }
  /** The device that was asked for is not there: why, and what to do. */
  | { readonly news: "refused"; readonly why: string }
  /** The GPU is lost: training goes on, on the CPU, from the snapshot of a step. */
  | { readonly news: "lost"; readonly at: number; readonly from: number }
  | { readonly news: "weights"; readonly side: Side; readonly step: number; readonly file: Uint8Array<ArrayBuffer> }
  | { readonly news: "recognised"; readonly runs: Readonly<Partial<Record<Side, readonly number[]>>> }
  | { readonly news: "picked"; readonly pixels: Float32Array; readonly label: number }
  | { readonly news: "failed"; readonly why: string };
