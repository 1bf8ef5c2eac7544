/**
 * The past: what was recorded before a parameter was updated, or something disposed of, and is of what it was then, as a state that is carried from step to step.
 * What goes on from it and needs no gradient of it holds it: it has its own value, or gets one and keeps it, and no form looks through it to what can soon no
 * longer be read.
 */
import { under } from "../modes.js";
import { contiguously } from "../ops/contiguous.js";
import { op, type Op } from "../ops/op.js";
import { clock, type Value } from "../plan/memory.js";
import { run } from "../plan/run.js";
import { contiguous } from "./shape.js";
import { isDense, isWhole, type Layout, layoutOf, leaf, record, type Tensor } from "./tensor.js";

/** Says that this is past. @internal */
export function outdate(t: Tensor): void {
  t.fresh = -1;
  clock.now++;
}
/** Operands as they are recorded now; `passes`: with their gradients. @internal */
export function presentIn(inputs: readonly Tensor[], passes: boolean): readonly Tensor[] {
  for (let i = 0; i < inputs.length; i++) {
    const x = presentOf(inputs[i]!, passes);
    if (x !== inputs[i]) inputs = inputs.with(i, x);
  }
  return inputs;
}
/** @internal */
export function presentOf(x: Tensor, passes: boolean): Tensor {
  if (x.op.holds) return (x.inputs.length || (x.layout && x.value) ? standIn(x) : null) ?? x;
  return x.fresh === clock.now || !x.inputs.length || (x.requiresGrad && passes) || !isPast(x) ? x : held(x);
}

function isPast(t: Tensor): boolean {
  const { now } = clock,
    seen = new Set([t]);
  for (const x of seen) {
    if (x.fresh < 0 || x.value?.held.gone) t.fresh = -1;
    if (t.fresh < 0) return true;
    // Of what is of no state nothing is updated.
    if (x.fresh < (x.changes ? now : clock.disposed) && !x.op.holds) for (const y of x.inputs) seen.add(y);
  }
  for (const x of seen) x.fresh = now;
  return false;
}

const views = /* @__PURE__ */ new WeakMap<Tensor, Tensor>();
function held(x: Tensor): Tensor {
  const value = standIn(x);
  if (value) return value;
  let view = views.get(x);
  if (!view) views.set(x, (view = viewOf(x)));
  return view;
}
const viewOf = (x: Tensor): Tensor =>
  under({ holds: false, segment: null }, () => {
    const of = isOfState(x) ? contiguously(x, COPY) : x;
    return waits(record((holdOp ??= holding()), [of], of.shape, null, of.dtype, layoutOf(of)));
  });
/** Values that states will have. @internal */
export const coming = /* @__PURE__ */ new WeakSet<Tensor>();
/** Whether the elements lie in the buffer of a state, which is written again, or will. */
const isOfState = (x: Tensor): boolean => [x, layoutOf(x).base].some((t) => t.value?.held.isState || coming.has(t));
/** The mark of a copy that is held. */
const COPY = 0.25;
let holdOp: Op | null = null;
const holding = (): Op => op("hold", "none", { holds: true, range: (x) => x!, again: (_, [x]) => viewOf(x!) });

/** Views that hold what has no value yet; nobody else need hold them. */
let waiting: WeakRef<Tensor>[] = [];
/** They are looked through when they are twice as many as were left the last time. */
let enough = 4;
/** Has a view let go of what it is a view of, once its value is there. @internal */
export function waits(view: Tensor): Tensor {
  if (released(view)) return view;
  waiting.push(new WeakRef(view));
  if (waiting.length >= enough) {
    waiting = waiting.filter((ref) => {
      const t = ref.deref();
      return t && !released(t);
    });
    enough = Math.max(4, 2 * waiting.length);
  }
  return view;
}
/** Computes what is held of these, and was not needed yet: they are about to be lost. @internal */
export function computeHeld(lost: readonly (Tensor | null | undefined)[]): void {
  const open = waiting.map((ref) => ref.deref()).filter((t) => t !== undefined && t.op.holds && !released(t) && isOf(t, lost)) as Tensor[];
  // Something of one may be lost already, or cannot be computed: who asks for it is told.
  if (open.length && !isRun(open)) for (const t of open) isRun([t]);
  open.forEach(released);
}
function isOf(t: Tensor, lost: readonly (Tensor | null | undefined)[]): boolean {
  const seen = new Set([t]);
  for (const x of seen) {
    if (lost.includes(x)) return true;
    for (const y of x.inputs) if (y.changes) seen.add(y);
  }
  return false;
}
function isRun(ts: readonly Tensor[]): boolean {
  try {
    run(ts);
    return true;
  } catch {
    return false;
  }
}
/** Whether the value is there: then a view is of that alone. */
function released(view: Tensor): boolean {
  const { stable } = view,
    { base } = layoutOf(view),
    layout = there(view);
  if (!layout) return false;
  // Views of the view lie in the same base.
  if (view.op.holds && !base.value && base.size === layout.base.size && isDense(view)) base.value = layout.base.value;
  // Who was restated has the stable one.
  if (stable?.layout) stable.layout = there(stable);
  view.layout = layout;
  if (view.op.holds) {
    view.inputs = [];
    view.stable = view;
  }
  return true;
}

/** A leaf equal to a tensor by structure, and in its value, if that is there and can be read. @internal */
export function standIn(t: Tensor): Tensor | null {
  const layout = there(t);
  if (!layout) return null;
  const made = leafLike(t);
  if (isWhole(t, layout)) made.value = layout.base.value;
  else made.layout = layout;
  return made;
}
/** Where the elements are, in a leaf. */
function there(t: Tensor): Layout | null {
  const stable = t.stable ?? t;
  for (const x of [t, stable]) if (isReadable(x.value)) return { base: leafWith(x, t), offset: 0, strides: contiguous(t.shape) };
  for (const x of [t, stable]) {
    const layout = layoutOf(x),
      { base } = layout,
      found = [base, base.stable, base.parts, base.stable?.parts].find((b) => b && !b.layout && isReadable(b.value));
    if (found) return { ...layout, base: leafWith(found, base) };
  }
  return null;
}
const isReadable = (value: Value | null): boolean => value?.held.gone === null && !value.held.isState;
/** A leaf like another tensor, with the value of this. */
function leafWith({ value }: Tensor, of: Tensor): Tensor {
  const made = leafLike(of);
  made.value = value;
  return made;
}
/** @internal */
export function leafLike({ op, shape, dtype, hash, attrs, place }: Tensor): Tensor {
  const made = leaf(op, shape, dtype, false, hash, attrs);
  made.place = place;
  return made;
}
