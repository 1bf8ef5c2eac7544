/** What is shown after a run: the loss as a curve, the nearest neighbours, the two runs side by side, and what to try next. */
import { plot } from "asciichart";
import Table from "cli-table3";
import pc from "picocolors";
import { neighbours } from "../word-vectors/neighbours.js";
import type { Problem } from "../word-vectors/problem.js";
import type { Settings } from "../word-vectors/settings.js";
import type { Run } from "./run.js";

/** The mean loss of a pair over the run, in at most 64 stretches of equally many steps. */
export function lossCurve(losses: readonly number[]): string {
  const stretches = Math.min(64, losses.length);
  if (stretches < 2) return "";
  const edge = (i: number): number => Math.floor((i * losses.length) / stretches);
  const means = Array.from({ length: stretches }, (_, i) => mean(losses.slice(edge(i), edge(i + 1))));
  const last = `step ${losses.length.toLocaleString("en")}`;
  return `\n${pc.bold("loss of a pair")}\n${plot(means, { height: 10, padding: "       " })}\n         step 1${last.padStart(Math.max(1, stretches - 6))}\n`;
}

export function neighbourTable({ vocabulary, kinds }: Problem, vectors: ArrayLike<number>): string {
  const table = new Table({ head: ["noun", "nearest words"].map(pc.bold), ...PLAIN });
  const known = kinds.nouns.filter((noun) => vocabulary.ids.has(noun));
  for (const noun of known) {
    const near = neighbours(noun, 6, vocabulary, vectors, kinds.small);
    table.push([pc.cyan(noun), near.map(({ word, cosine }) => `${word} ${pc.dim(cosine.toFixed(2))}`).join("  ")]);
  }
  return known.length > 0 ? table.toString() : "No word of this text was told to be a noun, so that no neighbours are shown.";
}

/** `asWritten` may have been ended by its first number that is not finite, or by Ctrl-C. */
export function comparison(stable: Run, asWritten: Run, { steps }: Settings): string {
  const table = new Table({ head: ["the same run", "stabiliser on", "stabiliser off"].map(pc.bold), ...PLAIN });
  const both = (name: string, show: (run: Run) => string): void => void table.push([name, show(stable), show(asWritten)]);
  both("finite steps", ({ losses }) => `${losses.length.toLocaleString("en")} of ${steps.toLocaleString("en")}`);
  both("loss of a pair there", ({ losses }) => mean(losses.slice(-100)).toFixed(3));
  both("held-out loss there", ({ heldOut }) => heldOut.toFixed(3));
  both("seconds", ({ seconds }) => seconds.toFixed(1));
  const survived = asWritten.losses.length < steps ? "stopped by Ctrl-C before any number was" : "no number of this run was";
  const end = asWritten.failure ?? `${survived} infinite or NaN; another --seed or more --steps may end otherwise`;
  return `\n${table.toString()}\n${pc.red("Off:")} ${end}.\n`;
}

export function whatNext(corpus: string | undefined): string {
  const lines = [
    ["evenkeel train word-vectors --save vectors.txt", "keep the vectors, in word2vec's text format"],
    corpus === undefined
      ? ["evenkeel train word-vectors --corpus FILE", "another book: any plain text of 5,000 words or more"]
      : ["evenkeel train word-vectors", "the same on Moby Dick"],
    ["npx tsx apps/cli/scripts/plain-word-vectors.ts", "in the repository: the same in plain float64 loops, to compare with"],
  ];
  return [pc.bold("What to run next"), ...lines.map(([command, reason]) => `  ${pc.cyan(command!.padEnd(48))} ${reason}`)].join("\n");
}

/** A rule under the head and nothing else. */
const PLAIN = {
  style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
  chars: {
    ...Object.fromEntries(
      ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"].map((edge) => [edge, ""]),
    ),
    ...Object.fromEntries(["mid", "left-mid", "mid-mid", "right-mid", "left", "right", "middle"].map((line) => [line, ""])),
  },
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
