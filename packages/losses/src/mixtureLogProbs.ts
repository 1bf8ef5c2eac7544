/**
 * mixtureLogProbs(gate, a, b): the logarithms of cat(s·softmax(a), (1 − s)·softmax(b)), s = σ(gate): one distribution over two sets of labels, of which
 * the first has the share s.
 *
 * Shape    gate: f[…] or f[…, 1] or a number, a: f[…, n], b: f[…, m] → f[…, n + m]
 * Method   cat(logsigmoid(gate) + logSoftmax(a), logsigmoid(−gate) + logSoftmax(b)): no logarithm of a share or a probability is taken, so that
 *          nothing is lost where a share is 0 or 1 in float32. (With 1 − gate for −gate the shares would not add up to 1.)
 * Error    2·2⁻²⁴·(|log share| + |log p|)
 * Source   pointer-generator networks: See, Liu, Manning 2017, "Get to the point"
 */
import { add, cat, logsigmoid, logSoftmax, neg, type Operand, type Tensor, unsqueeze } from "@evenkeel/core";
import { of, sameShape, show } from "@evenkeel/core/internal";

export const mixtureLogProbs = (gate: Operand, a: Operand, b: Operand): Tensor => mixture("mixtureLogProbs", gate, a, b);
/** The same by the name of the loss that asks. @internal */
export function mixture(name: string, gate: Operand, a: Operand, b: Operand): Tensor {
  const [g, x, y] = [gate, a, b].map((each) => of(name, each)) as [Tensor, Tensor, Tensor],
    lead = x.shape.slice(0, -1);
  const each = g.ndim === lead.length && g.ndim ? unsqueeze(g, -1) : g;
  if (!x.ndim || x.ndim !== y.ndim || !sameShape(lead, y.shape.slice(0, -1)) || (g.ndim && !sameShape(each.shape, [...lead, 1])))
    throw new RangeError(
      `${name}: the gate is ${show(g.shape)}, a is ${show(x.shape)} and b is ${show(y.shape)}. Give a […, n], b […, m] and one gate for each of […].`,
    );
  return cat([add(logsigmoid(each), logSoftmax(x, -1)), add(logsigmoid(neg(each)), logSoftmax(y, -1))], -1);
}
