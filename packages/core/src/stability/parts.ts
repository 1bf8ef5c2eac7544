/** What is put together of parts: its logarithm, and its offset from a constant, are put together of theirs. */
import { apply } from "../ops/row.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Forms, isNative, logForm, native, offsetsOf } from "./forms.js";
import { atom, emit, fitted, type Lin, lin, times } from "./lin.js";
import { askLog } from "./logs.js";

/** For ops whose result consists of elements of their inputs, whole and unchanged. */
export const partForms: Forms = {
  log: (node) => {
    const parts = node.inputs.map(logOf);
    if (!node.inputs.some((x) => isNative(logForm(x))) || !parts.every((x) => x !== null)) return null;
    return native(atom(node.op.again!(node, parts)));
  },
  // What is a constant and a rest in every part is that constant, and the rests put together.
  offsets: (node) => {
    const ways = node.inputs.map((x) => offsetsOf(x).filter((o) => !o.base.terms.size)),
      constants = new Set(ways.flat().map((o) => o.base.k));
    return [...constants].flatMap((k) => {
      // What is k less something in every part is k less what is put together of that: then its sign is known.
      const lins = node.inputs.map((x, i) => {
          const n = numberIn(x);
          return n !== undefined ? () => lin(n - k) : ways[i]!.find((o) => o.base.k === k)?.rest;
        }),
        build = (): Lin => {
          const all = lins.map((rest) => rest!()),
            c = all.every(isLess) ? -1 : 1;
          const parts = all.map((l, i) => {
            const x = node.inputs[i]!;
            return numberIn(x) !== undefined ? fitted(number(c * l.k, x.dtype), x.shape) : emit(times(l, c), x.shape);
          });
          return atom(node.op.again!(node, parts), c);
        };
      return lins.every((rest) => rest !== undefined) ? [{ base: lin(k), rest: build }] : [];
    });
  },
};

const isLess = ({ k, terms }: Lin): boolean => (terms.size ? !k && [...terms.values()].every((t) => t.c < 0) : k <= 0);

/** For clamps by numbers: what is monotone passes both, and the bounds are kept as they were written. */
export const clampForms: Forms = {
  log: (node) => {
    const f = logForm(node.inputs[0]!),
      bounds = node.inputs.slice(1).map(numberIn);
    if (!isNative(f) || !f.positive || !bounds.every((b) => b !== undefined && b > 0)) return null;
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

/** The logarithm of a part, or null where it is not known, or where the part may be negative. */
function logOf(x: Tensor): Tensor | null {
  const n = numberIn(x),
    f = logForm(x);
  if (n !== undefined) return n < 0 ? null : fitted(number(Math.log(n), x.dtype), x.shape);
  return isNative(f) && f.positive ? (askLog(x, x)?.node ?? null) : null;
}
