/** What inverse functions ask: where the argument is known by its distance from an end of the domain, so is the value. */
import { add } from "../ops/add.js";
import { acos1m, acosBetween, acosh1p } from "../ops/excess.js";
import { asinh } from "../ops/asinh.js";
import { sub } from "../ops/sub.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, logForm, offsetsOf, ownOffsets } from "./forms.js";
import { emit, of } from "./emit.js";
import { affine, atom, cost, fitted, type Lin, plus, times } from "./lin.js";
import { powerIn, squareIn } from "./squares.js";

/** arccos(1 − d). */
export function askArccosine(node: Tensor): Better | null {
  const a = affine(node.inputs[0]!),
    near = angleOf(node.inputs[0]!);
  if (near) return { node: fitted(near, node.shape), why: "a cosine is known by its distances from 1 and −1" };
  if (a.k !== 1 || !a.terms.size) return null;
  return { node: fitted(of(acos1m, times({ ...a, k: 0 }, -1)), node.shape), why: "1 − small keeps the digits of the small part" };
}
/** arccos x, where x is known near both ends; null where it is not. */
function angleOf(x: Tensor): Tensor | null {
  const { k, terms } = affine(unbounded(x)),
    [only] = terms.values();
  if (!only || k || terms.size !== 1 || Math.abs(only.c) !== 1) return null;
  const inner = statement(unbounded(only.of)),
    angle = isWall(inner) ? null : (inner.op.forms?.angle?.(inner, only.c) ?? null);
  if (angle) return angle;
  const offsets = offsetsOf(only.of).filter((o) => !o.base.terms.size),
    [above, below] = [-1, 1].map((end) => offsets.find((o) => o.base.k * only.c === end));
  return above && below ? of(acosBetween, times(below.rest(), -only.c), times(above.rest(), only.c)) : null;
}
/** What a tensor is of that clamps from −1 to 1. */
function unbounded(x: Tensor): Tensor {
  const s = statement(x),
    inner = isWall(s) ? null : (s.op.forms?.within?.(s) ?? null);
  return inner ? unbounded(inner) : x;
}
/** arcosh(1 + d), as it was written, or as the argument states it. */
export function askArcosh(node: Tensor): Better | null {
  const a = affine(node.inputs[0]!),
    d =
      a.k === 1 && a.terms.size
        ? { ...a, k: 0 }
        : offsetsOf(node.inputs[0]!)
            .find(({ base }) => base.k === 1 && !base.terms.size)
            ?.rest();
  return d ? { node: fitted(of(acosh1p, d), node.shape), why: "1 + small keeps the digits of the small part" } : null;
}
/** ½·(log(1 + x) − log(1 − x)), where both are known. */
export function askArtanh(node: Tensor): Better | null {
  const x = node.inputs[0]!;
  if (!isNative(logForm(x)) && !ownOffsets(x).length) return null;
  const [p, q] = [add(1, x), sub(1, x)].map((t) => logForm(t.op.forms!.ask!(t)?.node ?? t));
  if (!isNative(p!) || !isNative(q!) || p!.sign !== 1 || q!.sign !== 1) return null;
  const l = times(plus(p!.log, q!.log, -1), 0.5);
  return { node: emit(l, node.shape), why: "the logarithms of 1 + x and 1 − x are known" };
}
/** log(x + √(x² ± 1)), by the name of the inverse function; null for every other logarithm. */
export function inverseIn(x: Tensor): Tensor | null {
  const { k, terms } = affine(x),
    all = [...terms.values()],
    root = all.find(({ of: t, c }) => c === 1 && rootedSum(t) !== null);
  if (!root || (k && all.length !== 1)) return null;
  const under = rootedSum(root.of)!,
    rest: Lin = plus({ k, terms }, atom(root.of, root.c), -1),
    [square] = under.terms.values(),
    base = square && under.terms.size === 1 && square.c === 1 ? squareIn(square.of) : null;
  if (!base || Math.abs(under.k) !== 1) return null;
  // Of −x the square is the same.
  if (cost(plus(affine(base), rest, -1)) !== 0 && cost(plus(affine(base), rest)) !== 0) return null;
  if (under.k === 1) return of(asinh, rest);
  return rest.k === 1 ? of(acosh1p, { ...rest, k: 0 }) : null;
}
/** What a square root is of. */
function rootedSum(t: Tensor): Lin | null {
  const base = powerIn(t);
  return base?.e === 0.5 ? affine(base.x) : null;
}
