/** The report: what the stabiliser restated, where, and why; and the warnings of mode "warn", each place once. */
import { numberIn } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import { afresh } from "../tensor/rebuilt.js";
import { ownerOf, Parameter } from "../tensor/state.js";
import type { Tensor } from "../tensor/tensor.js";
import { CATALOGUE } from "./catalogue.js";
import type { Better } from "./forms.js";
import { stableOf, watch } from "./stabilise.js";
import { remember } from "./trace.js";
import { isCallable } from "./unnamed.js";

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
    place = (line ?? "") + written;
  if (warned.has(place)) return;
  warned.add(place);
  // What is below was left as it was written, and may be better too.
  const whole = stableOf(afresh(node, "on").copy),
    advice = isWritable(whole) ? `Write ${formula(whole)}, or set stabilise("on").` : `Set stabilise("on"): ${better.why}.`;
  console.warn(`stabilise: ${written} loses digits or overflows${line ? `, at ${line}` : ""}. ${advice}`);
}
/** Whether all of it, as deep as it is shown, are calls that a user can write. */
function isWritable(t: Tensor, depth = DEPTH): boolean {
  if (numberIn(t) !== undefined || !t.inputs.length) return true;
  // What is woven has the name of the last of its ops.
  return depth > 0 && isCallable(t.op.name) && !t.op.row?.woven && isOfInputs(t) && t.inputs.every((x) => isWritable(x, depth - 1));
}

/** Whether a row is of its inputs, and not of a sum of multiples of these. */
function isOfInputs({ attrs }: Tensor): boolean {
  const { k = 0, cs = [] } = (attrs ?? {}) as { readonly k?: number; readonly cs?: readonly number[] };
  return k === 0 && cs.every((c) => c === 1) && cs.length < 2;
}

const DEPTH = 4;
/** A node as the call that made it, four levels deep; a parameter by its name. */
export function formula(t: Tensor, depth = DEPTH): string {
  const n = numberIn(t);
  if (n !== undefined) return String(n);
  if (!t.inputs.length) {
    const owner = ownerOf(t);
    return `${owner instanceof Parameter ? owner.name : t.op.name}${show(t.shape)}`;
  }
  return depth ? `${t.op.name}(${t.inputs.map((x) => formula(x, depth - 1)).join(", ")})` : "…";
}
