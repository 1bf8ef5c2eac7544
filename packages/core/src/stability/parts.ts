/** What is put together of parts: its logarithm, and its offset from a constant, are put together of theirs. */
import { apply } from "../ops/row.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Forms, isNative, logForm, native, offsetsOf } from "./forms.js";
import { signOf } from "./interval.js";
import { atom, emit, fitted, lin } from "./lin.js";
import { askLog } from "./logs.js";

/** For ops whose result consists of elements of their inputs, whole and unchanged. */
export const partForms: Forms = {
  log: (node) => {
    const sign = node.inputs.every((x) => signOf(x) === -1 || logForm(x).sign === -1) ? -1 : 1,
      parts = node.inputs.map((x) => logOf(x, sign));
    if (!node.inputs.some((x) => isNative(logForm(x))) || !parts.every((x) => x !== null)) return null;
    return native(atom(node.op.again!(node, parts)), sign);
  },
  // What is a constant and a rest in every part is that constant, and the rests put together.
  offsets: (node) => {
    const ways = node.inputs.map((x) => offsetsOf(x).filter((o) => !o.base.terms.size)),
      constants = new Set(ways.flat().map((o) => o.base.k));
    return [...constants].flatMap((k) => {
      const rests = node.inputs.map((x, i) => {
        const n = numberIn(x),
          way = ways[i]!.find((o) => o.base.k === k);
        return n !== undefined ? () => fitted(number(n - k, x.dtype), x.shape) : way && ((): Tensor => emit(way.rest(), x.shape));
      });
      return rests.every((rest) => rest !== undefined)
        ? [
            {
              base: lin(k),
              rest: () =>
                atom(
                  node.op.again!(
                    node,
                    rests.map((rest) => rest()),
                  ),
                ),
            },
          ]
        : [];
    });
  },
};

/** For clamps by numbers: what is monotone passes both, and the bounds are kept as they were written. */
export const clampForms: Forms = {
  log: (node) => {
    const f = logForm(node.inputs[0]!),
      bounds = node.inputs.slice(1).map(numberIn);
    if (!isNative(f) || f.sign !== 1 || !bounds.every((b) => b !== undefined && b > 0)) return null;
    return native(
      atom(
        clampedAt(
          node,
          emit(f.log, node.inputs[0]!.shape),
          bounds.map((b) => Math.log(b!)),
        ),
      ),
    );
  },
  offsets: (node) => {
    const bounds = node.inputs.slice(1).map(numberIn);
    if (!bounds.every((b) => b !== undefined)) return [];
    return offsetsOf(node.inputs[0]!)
      .filter((o) => !o.base.terms.size)
      .map(({ base, rest }) => ({
        base,
        rest: () =>
          atom(
            clampedAt(
              node,
              emit(rest(), node.inputs[0]!.shape),
              bounds.map((b) => b! - base.k),
            ),
          ),
      }));
  },
};
const clampedAt = (node: Tensor, x: Tensor, bounds: readonly number[]): Tensor => apply(node.op, [x, ...bounds.map((b) => number(b, x.dtype))]);

/** The logarithm of a part times its sign, or null where it is not known, or where the part may have another sign. */
function logOf(x: Tensor, sign: 1 | -1): Tensor | null {
  const n = numberIn(x),
    f = logForm(x);
  if (n !== undefined) return n * sign < 0 ? null : fitted(number(Math.log(n * sign), x.dtype), x.shape);
  return !isNative(f) || f.sign !== sign ? null : sign === 1 ? (askLog(x, x)?.node ?? null) : emit(f.log, x.shape);
}
