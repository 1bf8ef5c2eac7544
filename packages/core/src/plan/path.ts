/** Where a run failed, in the user's terms. */
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Graph } from "./graph.js";

const SHOWN = 8;

/**
 * Adds to the message of an error the ops from the node that failed to what was asked for, with their lines if they are remembered. `asked` knows
 * what a root was asked for as.
 */
export function located(error: Error, g: Pick<Graph, "nodes" | "inputs">, node: Tensor, asked: (root: Tensor) => Tensor | undefined): Error {
  const path: { t: Tensor; as: Tensor }[] = [];
  let at = g.nodes.indexOf(node);
  for (let i = at; i < g.nodes.length && path.length <= SHOWN; i++) {
    if (i !== at && !g.inputs[i]!.includes(at)) continue;
    at = i;
    const t = g.nodes[i]!,
      last = path[path.length - 1];
    // Ops compute on shapes of their own; a view of all that they gave has the user's.
    if (!t.layout) path.push({ t, as: asked(t) ?? t });
    else if (last && t.size === last.t.size) last.as = t;
  }
  const traced = path.some(({ t }) => t.line),
    ops = path.map(({ t, as }, k) => (k === SHOWN ? "…" : t.op.name + show(as.shape) + (t.line ? ` at ${t.line.toString()}` : "")));
  error.message += traced ? `\n  in ${ops.join("\n  of ")}` : `\n  in ${ops.join(" → ")}. Turn on trace() to see the lines.`;
  return error;
}
