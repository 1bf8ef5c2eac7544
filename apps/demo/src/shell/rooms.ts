/** The rooms. Each brings its own code when it is entered. */
import type { ComponentType } from "preact";

export interface Room {
  readonly id: string;
  readonly name: string;
  /** One line below the name. */
  readonly promise: string;
  readonly load: () => Promise<{ readonly Room: ComponentType }>;
}

export const ROOMS: readonly Room[] = [
  {
    id: "lab",
    name: "Stability lab",
    promise: "Write the maths. See what float32 makes of it, and what evenkeel does.",
    load: () => import("../lab/room.js"),
  },
  {
    id: "train",
    name: "Train",
    promise: "The same run twice, from one seed: as written, and kept alive.",
    load: () => import("../train/room.js"),
  },
  {
    id: "prove",
    name: "Prove it here",
    promise: "The whole conformance suite, on your own processor and graphics adapter.",
    load: () => import("../prove/room.js"),
  },
];
