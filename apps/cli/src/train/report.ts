/** What is shown after a run: the loss as a curve, the nearest neighbours, the two runs side by side, and what to try next. */
import { basename, relative } from "node:path";
import { plot } from "asciichart";
import Table from "cli-table3";
import pc from "picocolors";
import { neighbours, type Problem, type Settings } from "@evenkeel/problems/word-vectors";
import type { Run } from "./run.js";

/** The mean loss over the run, in at most 64 stretches of equally many steps. */
export function lossCurve(losses: readonly number[], title = "loss of a pair"): string {
  const stretches = Math.min(64, losses.length);
  if (stretches < 2) return "";
  const edge = (i: number): number => Math.floor((i * losses.length) / stretches);
  const means = Array.from({ length: stretches }, (_, i) => mean(losses.slice(edge(i), edge(i + 1))));
  const last = `step ${count(losses.length)}`;
  return `\n${pc.bold(title)}\n${plot(means, { height: 10, padding: "       " })}\n         step 1${last.padStart(Math.max(1, stretches - 6))}\n`;
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

export function stopped({ losses }: Run, { steps }: Settings, saved: string | undefined): string {
  const kept = saved === undefined ? " The vectors were not written to a file; --save FILE does that." : "";
  return `Stopped by Ctrl-C after step ${count(losses.length)} of ${count(steps)}.${kept}`;
}

/** Losses of different steps say nothing about the stabiliser: `asFar` is the stable run to the step where the written one ended. */
export function comparison(asWritten: Run, asFar: Run, stable: Run, { steps }: Settings): string {
  const columns: readonly [string, Run][] = [
    ["stabiliser off", asWritten],
    ...(asFar === stable ? [] : ([["on, to that step", asFar]] as [string, Run][])),
    ["on, to the end", stable],
  ];
  const table = new Table({ head: ["the same run", ...columns.map(([name]) => name)].map(pc.bold), ...PLAIN });
  const row = (name: string, show: (run: Run) => string): void => void table.push([name, ...columns.map(([, run]) => show(run))]);
  row("finite steps", ({ losses }) => `${count(losses.length)} of ${count(steps)}`);
  row("loss of a pair there", ({ losses }) => mean(losses.slice(-100)).toFixed(3));
  row("held-out loss there", ({ heldOut }) => heldOut.toFixed(3));
  row("seconds", ({ seconds }) => seconds.toFixed(1));
  return `\n${table.toString()}`;
}

/** How the run with the stabiliser off ended: by its first number that is not finite, by Ctrl-C, or by neither. */
export function ending({ failure, losses }: Run, { steps }: Settings): string {
  const there =
    losses.length < steps
      ? ` up to step ${count(losses.length)} of ${count(steps)}, where it was stopped`
      : "; another --seed or more --steps may end otherwise";
  return `${pc.red("Off:")} ${failure ?? `no number of this run was infinite or NaN${there}`}.\n`;
}

export function whatNext(corpus: string | undefined, command = asTyped(process.env, process.argv)): string {
  const lines = [
    [`${command} --save vectors.txt`, "keep the vectors, in word2vec's text format"],
    corpus === undefined
      ? [`${command} --corpus FILE`, "another book: any plain text of 5,000 words or more"]
      : [command.replace(/ --$/, ""), "the same on Moby Dick"],
    ["npx tsx apps/cli/scripts/plain-word-vectors.ts", "in the repository: the same in plain float64 loops, to compare with"],
  ];
  const width = Math.max(...lines.map(([line]) => line!.length));
  return [pc.bold("What to run next"), ...lines.map(([line, reason]) => `  ${pc.cyan(line!.padEnd(width))}  ${reason}`)].join("\n");
}

/** The command as it can be typed again, before its options: by npm in a clone, by name where it is installed, else by its file. */
export function asTyped({ npm_lifecycle_event: script }: NodeJS.ProcessEnv, [, program = ""]: readonly string[]): string {
  if (script === "start") return "npm start --";
  const installed = basename(program) === "evenkeel" || program.includes("node_modules");
  return `${installed ? "evenkeel" : `node ${relative("", program)}`} train word-vectors`;
}

/** A rule under the head and nothing else. */
export const PLAIN = {
  style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
  chars: {
    ...Object.fromEntries(
      ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"].map((edge) => [edge, ""]),
    ),
    ...Object.fromEntries(["mid", "left-mid", "mid-mid", "right-mid", "left", "right", "middle"].map((line) => [line, ""])),
  },
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const count = (n: number): string => n.toLocaleString("en");
