/** What is chosen by a condition: its logarithm, and its offset from a constant, are chosen from those of both. */
import { log } from "../ops/log.js";
import { apply } from "../ops/row.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Forms, isNative, logForm, native, type Offset, offsetsOf } from "./forms.js";
import { emit } from "./emit.js";
import { atom, fitted, type Lin, lin } from "./lin.js";
import { askLog } from "./logs.js";

/** For where(condition, x, y). */
export const chosenForms: Forms = {
  log: (node) => {
    const parts = node.inputs.slice(1);
    return parts.some((x) => isNative(logForm(x)) && logForm(x).sign !== -1) ? native(atom(chosen(node, parts.map(logOf)))) : null;
  },
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
/** The logarithm of a part, which may be of what is negative where it is not chosen. */
function logOf(x: Tensor): Tensor {
  const n = numberIn(x);
  return n !== undefined ? number(Math.log(n), x.dtype) : fitted(askLog(x, x)?.node ?? log(x), x.shape);
}
