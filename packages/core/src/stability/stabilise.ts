/**
 * The stabiliser: one pass from the leaves up, in which every op asks its inputs for the form it needs. The stable form of a node
 * depends on its ancestors alone; it is found once and kept on the node.
 */
import { under } from "../modes.js";
import { asks, recordedAgain, type Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { AS_WRITTEN, Graph } from "./recipes.js";

type Told = (node: Tensor, better: Better) => void;
/** Who is told what is restated, and what was not in mode "warn". They enter themselves, so that only who asks for them loads them. @internal */
export const watch: { readonly notes: Set<Told>; warn: Told | null } = { notes: /* @__PURE__ */ new Set(), warn: null };

export function stableOf(root: Tensor): Tensor {
  if (root.stable) return root.stable;
  const todo = unstable(root),
    graph = watch.notes.size ? null : Graph.of(todo);
  if (!graph?.restated()) for (const t of todo) t.stable ??= restated(t);
  graph?.learn();
  return root.stable!;
}

/** The nodes without a stable form, each after its inputs. */
function unstable(root: Tensor): Tensor[] {
  const found = new Set<Tensor>(),
    ready = (t: Tensor): boolean => t.stable !== null || found.has(t);
  for (const open = [root]; open.length;) {
    const t = open[open.length - 1]!,
      missing = ready(t) ? [] : t.inputs.filter((x) => !ready(x));
    if (missing.length) open.push(...missing);
    else {
      open.pop();
      if (!ready(t)) found.add(t);
    }
  }
  return [...found];
}

function restated(t: Tensor): Tensor {
  const same = t.inputs.every((x) => x.stable === x);
  if (same && (t.mode === "off" || !askedFor(t))) return t;
  return under({ ...AS_WRITTEN, segment: t.segment, device: t.place }, () => {
    const inputs = t.inputs.map((x) => x.stable!);
    const again = same ? t : recordedAgain(t, inputs),
      found = t.mode !== "off" && askedFor(again) ? t.op.forms!.ask!(again) : null,
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
  });
}

const askedFor = (t: Tensor): boolean =>
  asks(
    t,
    t.inputs.some((x) => x.stated),
  );
