/** What is chosen by a condition: its logarithm, and its offset from a constant, are chosen from those of both. */
import { apply } from "../ops/row.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Forms, type Offset, offsetsOf } from "./forms.js";
import { emit } from "./emit.js";
import { atom, type Lin, lin } from "./lin.js";
import { logOfParts, logarithmOfParts } from "./parts.js";

/** For where(condition, x, y). */
export const chosenForms: Forms = {
  log: (node) => logOfParts(node.inputs.slice(1), (parts) => chosen(node, parts)),
  logarithm: (node) => logarithmOfParts(node, node.inputs.slice(1), (parts) => chosen(node, parts)),
  offsets: (node) => {
    const [x, y] = node.inputs.slice(1).map(constants);
    return x!.flatMap(({ base, rest }) => {
      const other = y!.find((o) => o.base.k === base.k);
      return other ? [{ base: lin(base.k), rest: () => atom(chosen(node, [emit(rest()), emit(other.rest())])) }] : [];
    });
  },
};
const chosen = (node: Tensor, parts: readonly Tensor[]): Tensor =>
  apply(node.op, [node.inputs[0]!, ...parts.map((t) => (numberIn(t) === undefined ? t : number(numberIn(t)!, node.dtype)))], node.dtype);
/** The offsets from constants; a number is any constant and a number. */
function constants(t: Tensor): readonly Offset[] {
  const n = numberIn(t);
  const ofNumber = (k: number): Offset => ({ base: lin(k), rest: (): Lin => lin(n! - k) });
  return n === undefined ? offsetsOf(t).filter((o) => !o.base.terms.size) : [0, 1, -1].map(ofNumber);
}
