/**
 * The stabiliser: one pass from the leaves up, in which every op asks its inputs for the form it needs. The stable form of a node
 * depends on its ancestors alone; it is found once and kept on the node.
 */
import { modes } from "../modes.js";
import { record, type Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { note, warn } from "./report.js";

export function stableOf(root: Tensor): Tensor {
  for (const open = [root]; open.length;) {
    const t = open[open.length - 1]!,
      missing = t.stable ? [] : t.inputs.filter((x) => !x.stable);
    if (missing.length) open.push(...missing);
    else {
      open.pop();
      t.stable ??= restated(t);
    }
  }
  return root.stable!;
}

function restated(t: Tensor): Tensor {
  if (!t.inputs.length) return t;
  const before = { ...modes };
  Object.assign(modes, { stabilise: "off", grad: true, cut: false, segment: t.segment, trace: 0 });
  try {
    const inputs = t.inputs.map((x) => x.stable!),
      same = inputs.every((x, i) => x === t.inputs[i]);
    const again = same ? t : t.op.again ? t.op.again(t, inputs) : record(t.op, inputs, t.shape, t.attrs, t.dtype),
      found = t.mode === "off" ? null : ask(again),
      // A statement in another type would be rounded elsewhere.
      better = found?.node.dtype === again.dtype ? found : null;
    again.line = t.line;
    if (!better) return again;
    better.node.line = t.line;
    if (t.mode === "warn") {
      warn(t, better);
      return again;
    }
    note(t, better);
    return (better.node.stable ??= better.node);
  } finally {
    Object.assign(modes, before);
  }
}

function ask(t: Tensor): Better | null {
  const { forms } = t.op;
  return forms?.ask && (forms.always || t.inputs.some((x) => x.stated)) ? forms.ask(t) : null;
}
