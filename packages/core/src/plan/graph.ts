/** The graph of one run: what its roots need, in order, and the key of the plan that fits it. */
import { under } from "../modes.js";
import { numberIn } from "../tensor/create.js";
import { Sequence } from "../tensor/hash.js";
import { sameShape } from "../tensor/shape.js";
import { codeOf, type Tensor } from "../tensor/tensor.js";

/** The nodes of one run, operands before users, equal nodes once. */
export interface Graph {
  readonly nodes: readonly Tensor[];
  /** The indices of each node's inputs, empty where its value is there; for a view, of its base. */
  readonly inputs: readonly (readonly number[])[];
  /** Which nodes must be there afterwards. */
  readonly keep: ReadonlySet<number>;
}

/** Whether a node needs a kernel. A view that is kept is copied. */
export const isComputed = (g: Graph, i: number): boolean => {
  const t = g.nodes[i]!;
  return !t.value && (t.layout ? g.keep.has(i) : t.op.kind !== "none");
};

/** The nodes that roots need, walked without recursion. Nodes that a second run needs are kept by it, but for those of a checkpoint, and so is what is held. */
export function collect(roots: readonly Tensor[]): Graph & { indexOf(t: Tensor): number } {
  const nodes: Tensor[] = [],
    inputs: (readonly number[])[] = [],
    keep = new Set<number>(),
    table = new Table(nodes),
    turn = nextTurn();
  const enter = (t: Tensor, at: number): void => {
    t.turn = turn;
    t.index = at;
  };
  /** −1: not yet. A node is found by its hash, and remembers in this turn where. */
  const indexOf = (t: Tensor): number => {
    if (t.turn !== turn) {
      const found = table.find(t.hash);
      if (found < 0) return -1;
      enter(t, found);
    }
    return t.index;
  };
  const open: Tensor[] = [...roots].reverse();
  while (open.length) {
    const t = open[open.length - 1]!;
    if (indexOf(t) >= 0) {
      open.pop();
      continue;
    }
    const parts = partsOf(t);
    if (parts !== t) {
      const made = indexOf(parts);
      if (made < 0) open.push(parts);
      else enter(t, made);
      continue;
    }
    const from = t.value ? NONE : t.layout ? [t.layout.base] : t.inputs;
    for (let k = from.length - 1; k >= 0; k--) if (indexOf(from[k]!) < 0) open.push(from[k]!);
    if (open[open.length - 1] !== t) continue;
    open.pop();
    const at = from.length ? new Array<number>(from.length) : NOWHERE;
    for (let k = 0; k < from.length; k++) {
      const i = (at[k] = from[k]!.index);
      if ((t.op.holds && !nodes[i]!.value) || (t.runs === 0 && nodes[i]!.runs > 0 && !nodes[i]!.segment)) keep.add(i);
    }
    enter(t, nodes.length);
    table.add(t);
    inputs.push(at);
  }
  for (const i of roots.map(indexOf)) if (!nodes[i]!.value) keep.add(i);
  return { nodes, inputs, indexOf, keep };
}
const NONE: readonly Tensor[] = [];
const NOWHERE: number[] = [];
let turns = 0;
/** A walk's number: nodes remember the last that saw them, and their place in it. */
export const nextTurn = (): number => ++turns;

/** Where nodes are in a list, by their hashes. For one run's few it is quicker than a map. */
class Table {
  private slots = new Array<number>(64).fill(-1);
  constructor(private readonly nodes: Tensor[]) {}

  /** −1: nowhere. */
  find(hash: number): number {
    return this.slots[this.slotOf(hash)]!;
  }
  /** Puts a node that was not found at the end of the list. */
  add(t: Tensor): void {
    const { nodes } = this;
    this.slots[this.slotOf(t.hash)] = nodes.length;
    nodes.push(t);
    if (2 * nodes.length <= this.slots.length) return;
    this.slots = new Array<number>(2 * this.slots.length).fill(-1);
    nodes.forEach((x, i) => (this.slots[this.slotOf(x.hash)] = i));
  }
  private slotOf(hash: number): number {
    const { slots, nodes } = this,
      mask = slots.length - 1;
    let at = hash & mask;
    while (slots[at]! >= 0 && nodes[slots[at]!]!.hash !== hash) at = (at + 1) & mask;
    return at;
  }
}

/** What computes a node whose value is not there: itself, or what a composite one is made of. Recorded as written, and never differentiated. */
export function partsOf(t: Tensor): Tensor {
  return t.value || t.op.kind !== "composite" ? t : (t.parts ??= madeOf(t));
}
/** What a composite one is made of, whether its value is there or not. */
export const madeOf = (t: Tensor): Tensor =>
  t.parts ?? under({ stabilise: "off", grad: false, cut: false, device: t.place, trace: null, holds: false }, () => t.op.parts!(t));

/**
 * A hash of everything that a plan depends on: ops, dtypes, ranks, which operands broadcast, which leaves are the same, what is a number, what is
 * kept, which nodes are written to state, and whether ops are fused.
 */
export function planKey(g: Graph, states: Iterable<number>, fuse: boolean): number {
  const key = new Sequence();
  key.add(fuse ? 1 : 0);
  for (const i of states) key.add(i);
  key.add(-1);
  for (let i = 0; i < g.nodes.length; i++) {
    const t = g.nodes[i]!,
      inputs = g.inputs[i]!;
    key.add(t.value ? -2 : numberIn(t) !== undefined ? -3 : t.layout ? -4 : t.op.id);
    key.add(2 * (codeOf(t.dtype) + 16 * t.ndim) + (g.keep.has(i) ? 1 : 0));
    key.add(inputs.length);
    // Sizes that agree by chance, a batch as long as a layer is wide, are no other structure.
    for (const x of inputs) key.add(t.op.kind === "map" && sameShape(g.nodes[x]!.shape, t.shape) ? x : ~x);
  }
  return key.hash;
}
