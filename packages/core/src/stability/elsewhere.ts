/**
 * Layout ops out of the way of rules: what is asked of values that lie elsewhere, or were put together, is asked of them where they were computed. A
 * layout op sinks below the functions that it is of, as far as it goes, or rises over those that are of it, the other parts of a whole with it.
 */
import type { Axis, Window } from "../ops/window.js";
import { modes } from "../modes.js";
import { number, numberIn } from "../tensor/create.js";
import { mix } from "../tensor/hash.js";
import { sameShape, sizeOf } from "../tensor/shape.js";
import { asks, isWall, record, recordedAgain, statement, type Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { liesAs, through } from "./layout.js";
import { fitted } from "./lin.js";
import { memoised, ownInputs } from "./memo.js";

/** No whole of more parts is taken apart. */
const MAX_PARTS = 8;
/** A view sinks below so many functions. */
const MAX_BELOW = 8;
/** Layout moves within so many ops below one another: what was moved is moved again by whoever is above it, and may be there twice. */
const STRETCH = 10;

const isView = (t: Tensor): boolean => t.op.forms?.lays === true;
const isMap = (t: Tensor): boolean => t.op.kind === "map" && t.inputs.length > 0 && !isWall(t);
/** The window through which a view looks. */
const windowIn = (t: Tensor): Window | null => (isView(t) && t.op.forms!.look ? (t.attrs as Window) : null);
/** The windows of what is put together of few parts. */
const windowsOf = (t: Tensor): readonly Window[] | null =>
  !isView(t) && t.op.forms?.look && t.inputs.length > 1 && t.inputs.length <= MAX_PARTS + 1 && numberIn(t.inputs[0]!) !== undefined
    ? (t.attrs as readonly Window[])
    : null;
const covers = (windows: readonly Window[], { size }: Tensor): boolean => windows.reduce((n, w) => n + sizeOf(w.shape), 0) === size;
const constantIn = (t: Tensor): Tensor | null => {
  const n = numberIn(t);
  return n === undefined ? null : number(n, t.dtype);
};
/** What a node is known to have been stated as. */
const statedAs = ({ written }: Tensor): Tensor | null => (typeof written === "function" ? null : written);
/** A hash of a node, and of what it and all below it were stated as: equal ones are one to every rule. */
const statedHash: (t: Tensor) => number = /* @__PURE__ */ memoised(
  (t, self) => [...t.inputs, statedAs(t)].reduce((h, x) => mix(h, x ? self(x) : 0), t.hash),
  (t) => [...t.inputs, statedAs(t)].filter((x) => x !== null),
);
/** What was laid out otherwise, once for equal nodes of one graph: what was found out about it is there then. */
function shared(t: Tensor): Tensor {
  const all = modes.laid,
    known = all?.get(statedHash(t));
  if (!known) all?.set(statedHash(t), t);
  return known ?? t;
}
const isStated = (t: Tensor): boolean => t.stated !== null;
const ask = (t: Tensor): Better | null => (asks(t, t.inputs.some(isStated)) ? t.op.forms!.ask!(t, t) : null);

/** What a node asks elsewhere that `found` something or nothing where it is: of layout ops that sank, or, after nothing, of those that rise. */
export function askElsewhere(t: Tensor, found: Better | null): Better | null {
  // A region is what is left where no rule is known.
  if (found && !found.node.op.row?.woven) return null;
  const s = sunk(t),
    better = s === t ? null : ask(s),
    risen = better || found ? null : rising(s);
  if (!risen) return better;
  const all = risen.parts.map((x) => (isMap(x) ? ask(x) : null)),
    why = all.find((a) => a)?.why;
  if (why === undefined) return null;
  const node = recordedAgain(
    risen.layout,
    all.map((a, i) => a?.node ?? risen.parts[i]!),
  );
  // Rules see it as it was written, too.
  node.written ??= t;
  return { node, why };
}

/** How many ops are below one another. */
const level: (t: Tensor) => number = /* @__PURE__ */ memoised((t, self) => 1 + Math.max(0, ...t.inputs.map(self)), ownInputs);
/** Which part of a long chain a node is of. */
const stretch = (t: Tensor): number => Math.floor(level(t) / STRETCH);
/** The same value, of layout ops below its functions. */
const sunk: (t: Tensor) => Tensor = /* @__PURE__ */ memoised((t, self) => {
  const { op, inputs } = t;
  // A contraction costs more than a layout, and no rule looks through it.
  if (!inputs.length || t.segment || op.holds || (op.kind === "direct" && !isView(t) && !windowsOf(t))) return t;
  const below = inputs.map((x) => (stretch(x) === stretch(t) ? self(x) : x)),
    written = t.written && self(statement(t)),
    isSame = below.every((x, i) => x === inputs[i]) && (!written || written === t.written),
    again = isSame ? t : shared(stated(recordedAgain(t, below), written));
  if (!isView(again)) return windowsOf(again) ? together(again, self) : again;
  const x = seenOnce(again);
  return x ? self(x) : isMap(again.inputs[0]!) && again.op.vjp ? beneath(again) : again;
}, ownInputs);
/** Whether a node states another one of its shape: what cancelled may have had a larger one. */
const restates = (t: Tensor): boolean => t.written !== null && sameShape(statement(t).shape, t.shape);
function stated(made: Tensor, from: Tensor | null | false): Tensor {
  made.written ??= from || null;
  return made;
}
/** The same value, of which no view is of a view, or of one part of a whole, that can be left out. */
export const seen: (t: Tensor) => Tensor = /* @__PURE__ */ memoised((t, self) => {
  const { inputs } = t;
  if (!inputs.length || t.segment || t.op.holds) return t;
  const below = inputs.map(self),
    again = below.every((x, i) => x === inputs[i]) ? t : stated(recordedAgain(t, below), t.written && self(statement(t))),
    x = isView(again) ? seenOnce(again) : null;
  return x ? self(x) : again;
}, ownInputs);
/** What a view sees without one that it is of. */
function seenOnce(view: Tensor): Tensor | null {
  const [x] = view.inputs,
    w = windowIn(view);
  for (let t: Tensor = view; isView(t) && t.op.vjp && t.layout && t.inputs.length;) if ((t = t.inputs[0]!) !== x && liesAs(view, t)) return t;
  if (!w) return null;
  const inner = windowIn(x!);
  if (inner) {
    const axes = inner.axes.map(([start, dim, step]): Axis => {
      if (dim < 0) return [start, dim, step];
      const [from, to, by] = w.axes[dim]!;
      return [start + step * from, to, step * by];
    });
    return view.op.forms!.look!(x!.inputs[0]!, { shape: w.shape, axes });
  }
  for (const [i, part] of (windowsOf(x!) ?? []).entries()) {
    const axes = within(w, part);
    if (axes) return view.op.forms!.look!(x!.inputs[i + 1]!, { shape: w.shape, axes });
  }
  return null;
}
/** What a window sees, as a window of a part that is seen through another; null where it sees more. */
function within(w: Window, part: Window): readonly Axis[] | null {
  const axes: Axis[] = [];
  for (const [d, [start, dim, step]] of part.axes.entries()) {
    const [from, to, by] = w.axes[d]!,
      size = dim < 0 ? 1 : part.shape[dim]!,
      first = (from - start) / (step || 1),
      last = (from + by * (to < 0 ? 0 : w.shape[to]! - 1) - start) / (step || 1);
    if (![first, last, by / (step || 1)].every(Number.isInteger) || Math.min(first, last) < 0 || Math.max(first, last) >= size) return null;
    if (dim >= 0) axes[dim] = [first, to, by / (step || 1)];
  }
  return axes;
}
/** f of what lies elsewhere, in place of f that lies elsewhere: for few functions, so that the work is linear in a chain of functions and views. */
function beneath(view: Tensor): Tensor {
  let left = MAX_BELOW;
  const below = new Map<Tensor, Tensor>();
  const move = (x: Tensor): Tensor => {
    const known = below.get(x);
    if (known) return known;
    if (!isMap(x) || left-- <= 0) return shared(seen(through(view, x)));
    const inputs = x.inputs.map((y) => move(fitted(y, x.shape))),
      made = shared(stated(record(x.op, inputs, view.shape, x.attrs, x.dtype), restates(x) && move(statement(x))));
    below.set(x, made);
    return made;
  };
  return move(view.inputs[0]!);
}
/** f of what is put together, in place of what is put together of f. */
function together(whole: Tensor, self: (t: Tensor) => Tensor): Tensor {
  const parts = whole.inputs.slice(1),
    [first] = parts;
  if (!covers(windowsOf(whole)!, whole) || !parts.every((x) => isMap(x) && x.op === first!.op && x.dtype === whole.dtype)) return whole;
  const base = number(0, whole.dtype),
    put = (all: readonly Tensor[]): Tensor => {
      const made = shared(recordedAgain(whole, [base, ...all.map((y, k) => fitted(y, parts[k]!.shape))]));
      return stretch(made) === stretch(whole) ? self(made) : made;
    },
    columns = first!.inputs.map((x, i) => {
      const all = parts.map((p) => p.inputs[i]!),
        n = numberIn(x);
      if (n !== undefined && all.every((y) => Object.is(numberIn(y), n))) return number(n, x.dtype);
      return all.every((y) => y.dtype === whole.dtype) ? put(all) : null;
    });
  if (!columns.every((x) => x !== null)) return whole;
  const from = whole.written
    ? statement(whole)
    : parts.some(restates) && parts.every((x) => !x.written || restates(x))
      ? put(parts.map(statement))
      : null;
  return shared(stated(record(first!.op, columns, whole.shape, first!.attrs, whole.dtype), from));
}

/** A value as a layout of what is computed before it. */
interface Rising {
  readonly layout: Tensor;
  readonly parts: readonly Tensor[];
}
const rising: (t: Tensor) => Rising | null = /* @__PURE__ */ memoised((t, self) => {
  if (!t.inputs.length || t.segment || isWall(t)) return null;
  if (isView(t) || windowsOf(t)) return { layout: t, parts: t.inputs };
  if (!isMap(t)) return null;
  const { shape, attrs, dtype } = t,
    all = t.inputs.map(self),
    layout = all.find((r) => r)?.layout,
    windows = layout && windowsOf(layout);
  if (!layout || !all.every((r, i) => (r ? isAlike(r.layout, layout) : windows || numberIn(t.inputs[i]!) !== undefined))) return null;
  if (windows && !sameShape(layout.shape, shape)) return null;
  const of = (k: number, to: typeof shape, other: (y: Tensor) => Tensor): Tensor => {
    const operands = t.inputs.map((y, i) => all[i]?.parts[k] ?? constantIn(y) ?? other(y));
    return record(t.op, operands, operands.every((y) => !y.ndim) ? [] : to, attrs, dtype);
  };
  if (!windows) return { layout, parts: layout.inputs.map((x, k) => (k ? x : of(0, x.shape, (y) => y))) };
  const base = covers(windows, t)
    ? layout.inputs[0]!
    : fitted(
        of(0, shape, (y) => y),
        shape,
      );
  return { layout, parts: [base, ...windows.map((w, k) => of(k + 1, w.shape, (y) => layout.op.forms!.look!(fitted(y, shape), w)))] };
}, ownInputs);
const isAlike = (a: Tensor, b: Tensor): boolean =>
  a === b ||
  (a.shallow === b.shallow &&
    sameShape(a.inputs[0]!.shape, b.inputs[0]!.shape) &&
    (!isView(a) || a.inputs.every((x, i) => !i || x.hash === b.inputs[i]!.hash)));
