/** not an op: a cotangent less what is near it. What elementwise ops made of the cotangent is not rounded before the two cancel. */
import { madeOf } from "../plan/graph.js";
import { LRU } from "../plan/lru.js";
import { type Ex, inOrder } from "../scalar/expr.js";
import { isExact, isHeavy } from "../scalar/program.js";
import * as w from "../scalar/words.js";
import { through } from "../stability/layout.js";
import { numberIn } from "../tensor/create.js";
import { isWall, record, type Tensor } from "../tensor/tensor.js";
import { inputs, substitute } from "./derivative.js";
import { neg } from "./neg.js";
import { type Op, op } from "./op.js";
import { apply, make } from "./row.js";
import { sumTo } from "./sumTo.js";

/** No more ops, those of which ops here are made with them, and elementary functions are computed again. */
const MAX_OPS = 16;
const MAX_HEAVY = 3;
/** Below, a number of float32 is 0, and annihilates what is infinite there; exponentials are held above 0. */
const VANISHED = 2 ** -150;

/** Whether elementwise ops made of it what it is. @internal */
export const isElementwise = (g: Tensor): boolean => g.dtype !== "float64" && isMap(unlaid(g));
/** g less what broadcasts to it. @internal */
export const lessWide = (g: Tensor, ...less: readonly Tensor[]): Tensor => record(self, [g, ...less], g.shape, null, g.dtype);
const unlaid = (t: Tensor): Tensor => (t.layout && t.inputs.length ? unlaid(t.inputs[0]!) : t);
const isMap = (t: Tensor): boolean => t.op.kind === "map" && numberIn(t) === undefined;

/** It is evaluated wide, and differentiated as it is written. */
const self: Op = /* @__PURE__ */ op("less", "composite", {
  parts: ({ inputs: [g, ...less] }) => {
    const room = { ops: MAX_OPS, heavy: MAX_HEAVY },
      found = expressed(g!, room),
      woven = MAX_OPS - room.ops + 1,
      atoms = [...new Map([...less, ...found.atoms].map((t) => [t.hash, t])).values()],
      places = new Map(atoms.map((t, i) => [t.hash, i])),
      at = (x: readonly Ex[]) => (t: Tensor) => x[places.get(t.hash)!]!,
      body = (...x: Ex[]): Ex => less.reduce((d, m) => w.sub(d, at(x)(m)), found.at(at(x)));
    return apply(
      made.get(`${body(...inputs(atoms.length)).id} ${atoms.length} ${woven}`, () => make("less", { body, woven }, atoms.length).op),
      atoms,
      g!.dtype,
    );
  },
  vjp: (c, { inputs: [, ...less] }) => [c, ...less.map((m) => sumTo(neg(c), m.shape))],
});
const made = /* @__PURE__ */ new LRU<Op>(256);

/**
 * Whether a node that was computed would know its operands no more: it is then an atom from the start, so that reading changes nothing. What a walk records,
 * always as it is written, nobody reads before.
 */
const letsGo = (t: Tensor): boolean => isWall(t) && !t.requiresGrad && t.mode !== "off";
const tellsEqual = (body: Ex): boolean => inOrder([body]).some((e) => e.word === "eq" && e.args.every((a) => a.word !== "const"));

interface Expressed {
  readonly atoms: readonly Tensor[];
  readonly at: (x: (t: Tensor) => Ex) => Ex;
}
/** A node, also of a row as softmax is, as an expression of what no elementwise op made, or more of them than there is room for. */
function expressed(t: Tensor, room: { ops: number; heavy: number }, part = false): Expressed {
  const single = { atoms: [t], at: (x: (t: Tensor) => Ex): Ex => x(t) };
  if (!t.inputs.length || numberIn(t) !== undefined || letsGo(t)) return single;
  if (t.layout) {
    const [x] = t.inputs as [Tensor];
    // What many elements have in common does not cancel.
    if (x.size < t.size) return single;
    const inner = expressed(x, room);
    if (inner.atoms.length === 1 && inner.atoms[0] === x) return single;
    const moved = new Map(inner.atoms.map((a) => [a.hash, through(t, a)]));
    return { atoms: [...moved.values()], at: (x) => inner.at((a) => x(moved.get(a.hash)!)) };
  }
  if (t.op.kind === "composite") {
    const made = madeOf(t);
    return made.op.kind === "map" ? expressed(made, room, true) : single;
  }
  const { body, kind, row } = t.op;
  // What is flat, or tells equal numbers from others, does so as they were rounded.
  if (
    kind !== "map" ||
    !body ||
    (row && !row.deriv && !part) ||
    tellsEqual(body) ||
    !t.inputs.every((x) => x.dtype === t.dtype || numberIn(x) !== undefined)
  )
    return single;
  const heavy = isHeavy(body) ? 1 : 0,
    ops = row?.woven ?? 1;
  if (room.ops < ops || room.heavy < heavy) return single;
  room.ops -= ops;
  room.heavy -= heavy;
  const parts = t.inputs.map((x) => expressed(x, room));
  return {
    atoms: parts.flatMap((p) => p.atoms),
    at: (x) => {
      const value = substitute(
        body,
        parts.map((p) => p.at(x)),
      );
      return isExact(body) ? value : w.where(w.lt(w.abs(value), VANISHED), 0, value);
    },
  };
}
