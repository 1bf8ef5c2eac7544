/** What the room and its worker say to each other. */
import type { Judged, KindJudged } from "./suite.js";

export type DeviceName = "cpu" | "webgpu";
export interface Start {
  readonly kind: "start";
  readonly device: DeviceName;
  /** Inputs of each op. */
  readonly inputs: number;
  /** All of them where none is named. */
  readonly ops: readonly string[];
}
export type Request = Start | { readonly kind: "stop" };

export interface DeviceFacts {
  readonly device: DeviceName;
  readonly arithmetic: string;
  readonly subnormals: string;
  /** Of an adapter, what it says of itself. */
  readonly adapter?: Readonly<Record<string, string>>;
  /** Of an adapter, what the start-up probe found. */
  readonly probe?: { readonly sums: string; readonly verified: boolean };
}
export type Reply =
  | { readonly kind: "device"; readonly facts: DeviceFacts; readonly ops: readonly string[]; readonly kinds: readonly string[] }
  | { readonly kind: "kind"; readonly judged: KindJudged }
  | { readonly kind: "judged"; readonly op: string; readonly judged: readonly Judged[] }
  | { readonly kind: "ended"; readonly stopped: boolean; readonly seconds: number }
  | { readonly kind: "failed"; readonly message: string };

/** What is downloaded. */
export interface Proof {
  readonly evenkeel: string;
  readonly date: string;
  readonly browser: string;
  readonly inputs: number;
  readonly seed: number;
  readonly device: DeviceFacts;
  readonly ops: { readonly [op: string]: readonly Judged[] };
  readonly kinds: readonly KindJudged[];
}
