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
import type { Operand, Tensor } from "@evenkeel/core";
import { mixture } from "./mixture.js";

export const mixtureLogProbs = (gate: Operand, a: Operand, b: Operand): Tensor => mixture("mixtureLogProbs", gate, a, b);
