/**
 * The stabiliser: one pass from the leaves up, in which every op asks its inputs for the form it needs. The stable form of a node
 * depends on its ancestors alone; it is found once and kept on the node.
 */
import { modes, under } from "../modes.js";
import { nextTurn } from "../plan/graph.js";
import { asks, layoutOf, recordedAgain, type Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { memoised, ownInputs } from "./memo.js";
import { Graph, withValue } from "./recipes.js";

/** How stable statements are recorded. */
const AS_WRITTEN = { stabilise: "off", grad: true, cut: false, chain: false, holds: false, trace: null } as const;
type Told = (node: Tensor, better: Better) => void;
/** Who is told what is restated, and what was not in mode "warn". They enter themselves, so that only who asks for them loads them. @internal */
export const watch: { readonly notes: Set<Told>; warn: Told | null } = { notes: /* @__PURE__ */ new Set(), warn: null };

/** What is to be restated below a root: its nodes, and what is known of others of its structure. @internal */
export interface Pending {
  readonly todo: readonly Tensor[];
  readonly graph: Graph | null;
}
export function pendingOf(root: Tensor): Pending {
  const todo = unstable(root);
  return { todo, graph: watch.notes.size ? null : Graph.of(todo) };
}
export function stableOf(root: Tensor, pending?: Pending): Tensor {
  if (root.stable) return root.stable;
  const { todo, graph } = pending ?? pendingOf(root);
  if (!graph?.restated())
    under({ ...AS_WRITTEN, laid: new Map() }, () => {
      for (const t of todo) t.stable ??= withValue(restated(t), t);
      graph?.learn();
    });
  return root.stable!;
}

/** The nodes without a stable form, each after its inputs. */
function unstable(root: Tensor): Tensor[] {
  const found: Tensor[] = [],
    turn = nextTurn();
  for (const open = [root]; open.length;) {
    const t = open[open.length - 1]!,
      before = open.length;
    if (isOpen(t, turn)) {
      for (const x of t.inputs) if (isOpen(x, turn)) open.push(x);
      if (isCarried(t) && isOpen(t.layout!.base, turn)) open.push(t.layout!.base);
    }
    if (open.length > before) continue;
    open.pop();
    if (!isOpen(t, turn)) continue;
    t.turn = turn;
    found.push(t);
  }
  return found;
}
const isOpen = (t: Tensor, turn: number): boolean => t.stable === null && t.turn !== turn;

/** Whether it is of another storage than what forms see of it, as what is carried from turn to turn. */
const isCarried = (t: Tensor): boolean => t.isDetached && t.inputs.length > 0 && t.layout!.base !== layoutOf(t.inputs[0]!).base;

/** Recorded as it is written, where the node was and in its checkpoint. */
function restated(t: Tensor): Tensor {
  const same = t.inputs.every((x) => x.stable === x) && !isCarried(t);
  if (same && (t.mode === "off" || !askedFor(t))) return t;
  modes.segment = t.segment;
  modes.device = t.place;
  const recorded = same
      ? t
      : recordedAgain(
          t,
          t.inputs.map((x) => x.stable!),
        ),
    isAsked = t.mode !== "off" && askedFor(recorded),
    rules = isAsked && isLaid(t) ? recorded.stated?.() : undefined,
    again = rules ? rules.seen(recorded) : recorded,
    here = isAsked ? t.op.forms!.ask!(again, t) : null,
    found = rules?.elsewhere(again, here) ?? here,
    // A statement in another type would be rounded elsewhere.
    better = found?.node.dtype === again.dtype ? found : null;
  again.line = t.line;
  if (!better) return again;
  better.node.line = t.line;
  if (t.mode === "warn") {
    watch.warn?.(t, better);
    return again;
  }
  for (const note of watch.notes) note(t, better);
  return (better.node.stable ??= better.node);
}

/** Whether there is a view below, a copy, or what was put together. */
const isLaid: (t: Tensor) => boolean = /* @__PURE__ */ memoised(
  ({ op: { forms }, inputs }, self) => Boolean(forms?.lays ?? forms?.look) || inputs.some(self),
  ownInputs,
);

const askedFor = (t: Tensor): boolean =>
  asks(
    t,
    t.inputs.some((x) => x.stated !== null),
  );
