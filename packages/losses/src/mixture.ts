/** not a loss: what the loss of a mixture and its log-probabilities are. */
import { add, cat, logsigmoid, logSoftmax, neg, type Operand, type Tensor, unsqueeze } from "@evenkeel/core";
import { sameShape, show, together } from "@evenkeel/core/internal";

/** mixtureLogProbs, by the name of who asks. */
export const mixture = (name: string, gate: Operand, a: Operand, b: Operand): Tensor =>
  together(name, [gate, a, b], ([g, x, y]) => logsOf(name, g!, x!, y!));

function logsOf(name: string, g: Tensor, x: Tensor, y: Tensor): Tensor {
  const lead = x.shape.slice(0, -1);
  const each = g.ndim === lead.length && g.ndim ? unsqueeze(g, -1) : g;
  if (!x.ndim || x.ndim !== y.ndim || !sameShape(lead, y.shape.slice(0, -1)) || (g.ndim && !sameShape(each.shape, [...lead, 1])))
    throw new RangeError(
      `${name}: the gate is ${show(g.shape)}, a is ${show(x.shape)} and b is ${show(y.shape)}. Give a […, n], b […, m] and one gate for each of […].`,
    );
  return cat([add(logsigmoid(each), logSoftmax(x, -1)), add(logsigmoid(neg(each)), logSoftmax(y, -1))], -1);
}
