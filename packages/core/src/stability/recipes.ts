/**
 * Restatements of graphs that are met again. What is found depends on the structure of a graph alone, so the restated nodes of one are those of every other
 * of its structure, on other leaves. From its third time on a graph's are recorded from a recipe, and no op asks anything: each step of a training loop.
 */
import { modes } from "../modes.js";
import type { Device } from "../plan/device.js";
import { type Graph as Run, nextTurn, partsOf } from "../plan/graph.js";
import type { Plan } from "../plan/plan.js";
import { isNumber } from "../tensor/create.js";
import { mix, Sequence } from "../tensor/hash.js";
import { waits } from "../tensor/past.js";
import { codeOf, statement, Tensor } from "../tensor/tensor.js";

/** A graph is looked at as far as so many times the number of nodes that are to be restated: a loop that adds to a long chain pays for what it adds. */
const REACH = 8;
const LEAST = 64;

/** How often a recipe was followed, and how often a graph was run by what was kept of one. @internal */
export const recipes = { followed: 0, kept: 0 };

/** What is known of a structure: after the first graph, nothing; after the second, its recipe, if it has one, and how it is run, if one tensor without gradients was. */
export interface Known {
  graphs: number;
  recipe: Recipe | null;
  kept: Kept | null;
}
/** A run of what a graph was restated as: its nodes, of those that are given only where they are in the graph, and for each node of the graph whether its value was there. */
interface Kept {
  readonly plan: Plan;
  readonly run: Run;
  readonly given: readonly (readonly [number, number])[];
  readonly values: readonly boolean[];
}
interface Recipe {
  readonly steps: readonly Step[];
  /** What became of each node that was to be restated: its place among the nodes that were there, and then the steps. */
  readonly results: readonly number[];
}
/** A node that restating recorded. */
interface Step {
  /** The node without its inputs: a recipe holds no data. A number is recorded as it is. */
  readonly of: Tensor;
  /** Places, of the inputs, of what it is a view of, and of what it was before. */
  readonly inputs: readonly number[];
  readonly base: number | null;
  readonly written: number | null;
}
/** A node of the same op on other inputs. */
function onInputs(t: Tensor, inputs: readonly Tensor[], base: Tensor | null): Tensor {
  let hash = t.shallow,
    depth = 0;
  for (const x of inputs) {
    hash = mix(hash, x.hash);
    if (!x.value && x.depth > depth) depth = x.depth;
  }
  const layout = t.layout && { ...t.layout, base: base! },
    made = new Tensor(t.op, inputs, t.shape, t.dtype, t.attrs, hash, layout, t.requiresGrad, t.mode);
  made.shallow = t.shallow;
  made.depth = layout ? depth : depth + 1;
  made.links = t.links;
  made.stated = t.stated;
  made.place = t.place;
  made.stable = made;
  return t.op.holds && base ? waits(made) : made;
}

const NONE: readonly Tensor[] = [];
/** A graph of which nodes are to be restated, and all that forms can see below them. */
export class Graph {
  private readonly known: Known;
  private constructor(
    private readonly todo: readonly Tensor[],
    private readonly nodes: readonly Tensor[],
    private readonly device: Device,
    key: number,
  ) {
    this.known = device.restated.get(key, () => ({ graphs: 0, recipe: null, kept: null }));
    this.known.graphs++;
  }

  /** Null where it is too large beside what is to be restated, on several devices or on none, or has what no recipe knows. */
  static of(todo: readonly Tensor[]): Graph | null {
    const turn = nextTurn(),
      nodes: Tensor[] = [],
      restatedBefore: Tensor[] = [],
      leaves = new Map<number, number>(),
      // What is held is known: of what it was made of no form sees anything.
      opaque = new Set<Tensor>(),
      key = new Sequence(),
      limit = REACH * todo.length + LEAST;
    let device: Device | null = null;
    for (const open = todo.toReversed(); open.length;) {
      const t = open[open.length - 1]!,
        inputs = opaque.has(t) ? NONE : t.inputs,
        before = open.length;
      if (t.op.holds) for (const x of inputs) if (x.stable) opaque.add(x).add(x.stable);
      if (t.turn !== turn) for (let k = inputs.length - 1; k >= 0; k--) if (inputs[k]!.turn !== turn) open.push(inputs[k]!);
      if (open.length > before) continue;
      open.pop();
      if (t.turn === turn) continue;
      if (nodes.length === limit || t.segment || t.line || t.mode === "warn" || (t.layout && !inputs.length && !opaque.has(t))) return null;
      device ??= t.place;
      if (t.place && t.place !== device) return null;
      t.turn = turn;
      t.index = nodes.length;
      nodes.push(t);
      key.add((t.stable ? 1 : 0) + (t.requiresGrad ? 2 : 0) + (t.place ? 4 : 0) + (t.mode === "on" ? 8 : 0) + 16 * inputs.length);
      if (inputs.length) {
        addHash(key, t.shallow);
        key.add(t.op.id);
        for (const x of inputs) key.add(x.index);
      } else if (isNumber(t)) addHash(key, t.hash);
      else {
        if (!leaves.has(t.hash)) leaves.set(t.hash, t.index);
        key.add(leaves.get(t.hash)!);
        key.add(t.op.id);
        key.add(codeOf(t.dtype));
        key.add(t.ndim);
        for (const d of t.shape) key.add(d);
      }
      const { stable, written } = t;
      if (stable && stable !== t) open.push(stable);
      if (written instanceof Tensor) open.push(written);
      if ((stable && stable !== t) || written) restatedBefore.push(t);
    }
    for (const { index, stable, written } of restatedBefore) {
      key.add(index);
      key.add(stable?.index ?? -1);
      key.add(written instanceof Tensor ? written.index : -1);
    }
    return device && new Graph(todo, nodes, device, key.hash);
  }

  /** Restates the nodes by the recipe of another graph of this structure; false where there is none. */
  restated(): boolean {
    const { recipe } = this.known;
    if (recipe) {
      recipes.followed++;
      this.follow(recipe);
    }
    return recipe !== null;
  }
  /** Keeps how the nodes were restated, the second time. */
  learn(): void {
    if (this.known.graphs === 2) this.known.recipe = this.recipe();
  }
  /** Null where something was made that is not of the graph. */
  private recipe(): Recipe | null {
    modes.device = this.device;
    modes.segment = null;
    const turn = nextTurn(),
      made: Tensor[] = [],
      steps: Step[] = [],
      open = this.todo.map((t) => t.stable!).reverse();
    for (const t of this.nodes) {
      t.turn = turn;
      t.index = made.push(t) - 1;
    }
    const seen = (t: Tensor): boolean => t.turn === turn;
    while (open.length) {
      const t = open[open.length - 1]!,
        written = seen(t) || t.written === null ? null : statement(t),
        missing = seen(t) ? [] : [...t.inputs, ...(written ? [written] : [])].filter((x) => !seen(x));
      open.push(...missing);
      if (missing.length) continue;
      open.pop();
      if (seen(t)) continue;
      if (!t.inputs.length && !isNumber(t)) return null;
      if (t.stable !== t || t.segment || (t.layout && !seen(t.layout.base))) return null;
      t.turn = turn;
      t.index = made.push(t) - 1;
      steps.push({
        of: isNumber(t) ? t : onInputs(t, [], null),
        inputs: t.inputs.map((x) => x.index),
        base: t.layout && t.layout.base.index,
        written: written && written.index,
      });
    }
    return { steps, results: this.todo.map((t) => t.stable!.index) };
  }

  /** How the last of the nodes is run, where a graph of this structure was run alike: of what is restated nothing is recorded. */
  planned(): { readonly run: Run; readonly plan: Plan } | null {
    const { kept } = this.known;
    if (!kept) return null;
    const { nodes } = this;
    // What is computed a second time is kept, which is another plan.
    for (let i = 0; i < nodes.length; i++) if ((nodes[i]!.value !== null) !== kept.values[i] || isSecond(nodes[i]!)) return null;
    recipes.kept++;
    const all = kept.run.nodes.slice();
    for (const [at, from] of kept.given) all[at] = nodes[from]!;
    return { run: { ...kept.run, nodes: all }, plan: kept.plan };
  }
  /** Such a run is done. */
  ran(): void {
    for (const t of this.nodes) if (!t.value && t.op.kind !== "none") t.runs++;
  }
  /** Keeps how the last of the nodes, restated by a recipe, is about to be run. What a plan asks of a node that is computed is the node's own, without data. */
  keep(run: Run, plan: Plan): void {
    const { known, nodes, todo } = this;
    // What goes on from a result of such a run is restated with it, once: else each step of a loop would look at all before it.
    if (!known.recipe || known.kept || run.keep.size !== 1 || nodes.some(isSecond) || run.nodes.some(isSecond) || todo.some((t) => t.value)) return;
    const given: [number, number][] = [],
      bare: Tensor[] = [];
    for (const [i, t] of run.nodes.entries()) {
      const inputs = run.inputs[i]!;
      if (isThere(t)) {
        const from = nodes.indexOf(t);
        if (from < 0) return;
        given.push([i, from]);
        // What is computed by chance as something that is there was, of which this graph says no more than that it is there.
      } else if (inputs.some((x, k) => isThere(run.nodes[x]!) && partsOf(t.layout ? t.layout.base : t.inputs[k]!) !== run.nodes[x])) return;
      const of = placed(inputs, bare);
      bare.push(isNumber(t) ? t : onInputs(t, of, t.layout && !t.value ? of[0]! : null));
    }
    known.kept = { plan, run: { nodes: bare, inputs: run.inputs, keep: run.keep }, given, values: nodes.map((t) => t.value !== null) };
  }

  private follow({ steps, results }: Recipe): void {
    const all = this.nodes.slice();
    for (const { of, inputs, base, written } of steps) {
      const t = isNumber(of) ? of : onInputs(of, placed(inputs, all), base === null ? null : all[base]!);
      if (written !== null) t.written = all[written]!;
      all.push(t);
    }
    for (let i = 0; i < results.length; i++) this.todo[i]!.stable = withValue(all[results[i]!]!, this.todo[i]!);
  }
}

/** Of a node that was computed before it was restated, the statement has its value. */
export function withValue(stable: Tensor, { value }: Tensor): Tensor {
  if (!value || stable.value) return stable;
  stable.value = value;
  stable.depth = 0;
  return stable;
}
/** Whether a run takes a node as it is: what has no inputs has something of its own, as random words. */
const isThere = (t: Tensor): boolean => !!t.value || (!t.inputs.length && !isNumber(t));
const isSecond = (t: Tensor): boolean => t.runs > 0 && !t.value;

function placed(places: readonly number[], all: readonly Tensor[]): Tensor[] {
  const found = new Array<Tensor>(places.length);
  for (let k = 0; k < places.length; k++) found[k] = all[places[k]!]!;
  return found;
}
function addHash(key: Sequence, hash: number): void {
  key.add(hash);
  key.add(hash / 2 ** 32);
}
