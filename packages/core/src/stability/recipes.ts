/**
 * Restatements of graphs that are met again. What is found depends on the structure of a graph alone, so the restated nodes of one are those of every other
 * of its structure, on other leaves. From its third time on a graph's are recorded from a recipe, and no op asks anything: each step of a training loop.
 */
import { modes } from "../modes.js";
import type { Op } from "../ops/op.js";
import type { Device } from "../plan/device.js";
import { nextTurn } from "../plan/graph.js";
import type { DType } from "../dtype.js";
import { isNumber } from "../tensor/create.js";
import { mix, Sequence } from "../tensor/hash.js";
import type { Shape } from "../tensor/shape.js";
import { codeOf, type Layout, statement, Tensor } from "../tensor/tensor.js";

/** A graph is looked at as far as so many times the number of nodes that are to be restated: a loop that adds to a long chain pays for what it adds. */
const REACH = 8;
const LEAST = 64;

/** How often a recipe was followed. @internal */
export const recipes = { followed: 0 };

/** What is known of a structure: after the first graph, nothing; after the second, its recipe, if it has one. */
export interface Known {
  graphs: number;
  recipe: Recipe | null;
}
interface Recipe {
  /** What restating recorded; places below are among the nodes that were there, and then these. */
  readonly steps: readonly Step[];
  /** What became of each node that was to be restated. */
  readonly results: readonly number[];
}
interface Step {
  /** What is recorded again: a number as it is. */
  readonly of: Tensor | null;
  readonly op: Op;
  readonly inputs: readonly number[];
  readonly shape: Shape;
  readonly dtype: DType;
  readonly attrs: unknown;
  readonly shallow: number;
  readonly layout: (Omit<Layout, "base"> & { readonly base: number }) | null;
  readonly requiresGrad: boolean;
  readonly isPlaced: boolean;
  readonly links: number;
  readonly stated: Tensor["stated"];
  readonly written: number | null;
}

/** A graph of which nodes are to be restated, and all that forms can see below them. */
export class Graph {
  private readonly known: Known;
  private constructor(
    private readonly todo: readonly Tensor[],
    private readonly nodes: readonly Tensor[],
    private readonly device: Device,
    key: number,
  ) {
    this.known = device.restated.get(key, () => ({ graphs: 0, recipe: null }));
    this.known.graphs++;
  }

  /** Null where it is too large beside what is to be restated, on several devices or on none, or has what no recipe knows. */
  static of(todo: readonly Tensor[]): Graph | null {
    const turn = nextTurn(),
      nodes: Tensor[] = [],
      others: Tensor[] = [],
      leaves = new Map<number, number>(),
      key = new Sequence(),
      limit = REACH * todo.length + LEAST;
    let device: Device | null = null;
    for (const open = todo.toReversed(); open.length;) {
      const t = open[open.length - 1]!,
        { inputs } = t,
        before = open.length;
      if (t.turn !== turn) for (let k = inputs.length - 1; k >= 0; k--) if (inputs[k]!.turn !== turn) open.push(inputs[k]!);
      if (open.length > before) continue;
      open.pop();
      if (t.turn === turn) continue;
      if (nodes.length === limit || t.segment || t.line || t.mode === "warn" || (t.layout && !inputs.length)) return null;
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
      // What was restated before, and what that was.
      for (const x of otherwise(t)) {
        others.push(t);
        if (x.turn !== turn) open.push(x);
      }
    }
    for (const t of others) for (const x of otherwise(t)) key.add(x.index);
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
        of: isNumber(t) ? t : null,
        op: t.op,
        inputs: t.inputs.map((x) => x.index),
        shape: t.shape,
        dtype: t.dtype,
        attrs: t.attrs,
        shallow: t.shallow,
        layout: t.layout && { ...t.layout, base: t.layout.base.index },
        requiresGrad: t.requiresGrad,
        isPlaced: t.place !== null,
        links: t.links,
        stated: t.stated,
        written: written && written.index,
      });
    }
    return { steps, results: this.todo.map((t) => t.stable!.index) };
  }

  private follow({ steps, results }: Recipe): void {
    const all = this.nodes.slice();
    for (const step of steps) {
      if (step.of) {
        all.push(step.of);
        continue;
      }
      const inputs = step.inputs.map((i) => all[i]!),
        { layout } = step;
      let hash = step.shallow,
        depth = 0;
      for (const x of inputs) {
        hash = mix(hash, x.hash);
        if (!x.value && x.depth > depth) depth = x.depth;
      }
      const t = new Tensor(
        step.op,
        inputs,
        step.shape,
        step.dtype,
        step.attrs,
        hash,
        layout && { ...layout, base: all[layout.base]! },
        step.requiresGrad,
        "off",
      );
      t.shallow = step.shallow;
      t.depth = layout ? depth : depth + 1;
      t.links = step.links;
      t.stated = step.stated;
      t.place = step.isPlaced ? this.device : null;
      t.written = step.written === null ? null : all[step.written]!;
      t.stable = t;
      all.push(t);
    }
    this.todo.forEach((t, i) => (t.stable = all[results[i]!]!));
  }
}

function addHash(key: Sequence, hash: number): void {
  key.add(hash);
  key.add(hash / 2 ** 32);
}
const otherwise = (t: Tensor): Tensor[] => [t.stable, t.written].filter((x): x is Tensor => x instanceof Tensor && x !== t);
