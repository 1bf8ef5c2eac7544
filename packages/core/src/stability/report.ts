/** The report: what the stabiliser restated, where, and why; and the warnings of mode "warn", each place once. */
import { numberIn } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { CATALOGUE } from "./catalogue.js";
import type { Better } from "./forms.js";
import { watch } from "./stabilise.js";
import { remember } from "./trace.js";

export interface Entry {
  /** The user's line, or the empty string where none is known. */
  readonly where: string;
  readonly written: string;
  readonly run: string;
  /** One sentence. */
  readonly why: string;
  /** The rows of docs/catalogue.md that the rule restates. */
  readonly catalogue: readonly string[];
  count: number;
}
export interface Report {
  /** What was restated since the report was opened, one entry a place. */
  readonly entries: readonly Entry[];
  /** Ends the recording of lines. */
  stop(): void;
  toString(): string;
}

const warned = new Set<string>();

/** Opens a report: from here on lines are remembered, as by `trace()`, and every restatement is noted, until `stop()`. */
export function report(): Report {
  const found = new Map<string, Entry>(),
    note = (node: Tensor, better: Better): void => enter(found, node, better);
  watch.notes.add(note);
  remember(note, true);
  return {
    get entries() {
      return [...found.values()];
    },
    stop() {
      watch.notes.delete(note);
      remember(note, false);
    },
    toString: () =>
      [...found.values()]
        .map(
          (e) =>
            `${e.where || "unknown line"}\n  written  ${e.written}\n  run      ${e.run}\n  because  ${e.why} (${e.count}×)${e.catalogue.length ? `\n  as in    ${e.catalogue.join(" ")}` : ""}`,
        )
        .join("\n") || "Nothing was restated.",
  };
}

function enter(found: Map<string, Entry>, node: Tensor, better: Better): void {
  const e: Entry = {
      where: node.line?.toString() ?? "",
      written: formula(node),
      run: formula(better.node),
      why: better.why,
      catalogue: CATALOGUE[better.why]?.split(" ") ?? [],
      count: 1,
    },
    key = (e.where || e.written) + e.written,
    old = found.get(key);
  if (old) old.count++;
  else found.set(key, e);
}

/** @internal */
export function warn(node: Tensor, better: Better): void {
  const written = formula(node),
    line = node.line?.toString(),
    place = line || written;
  if (warned.has(place)) return;
  warned.add(place);
  console.warn(
    `stabilise: ${written} loses digits or overflows${line ? `, at ${line}` : ""}. Write ${formula(better.node)}, or set stabilise("on").`,
  );
}

/** A node as the call that made it, four levels deep. */
export function formula(t: Tensor, depth = 4): string {
  const n = numberIn(t);
  if (n !== undefined) return String(n);
  if (!t.inputs.length) return `${t.op.name}${show(t.shape)}`;
  return depth ? `${t.op.name}(${t.inputs.map((x) => formula(x, depth - 1)).join(", ")})` : "…";
}
