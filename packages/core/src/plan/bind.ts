/** Binds a plan to the nodes of one run: views with strides, storage for every result, requests in order. */
import type { Request, Storage, View } from "../kinds.js";
import { numberIn } from "../tensor/create.js";
import { bytesIn, encoded } from "../dtype.js";
import { contiguous, merged, sameShape, type Shape, sizeOf } from "../tensor/shape.js";
import { bytesOf, type Tensor } from "../tensor/tensor.js";
import { lineOf } from "./alone.js";
import type { Device } from "./device.js";
import type { Graph } from "./graph.js";
import type { Kernel, Plan } from "./plan.js";
import type { Value } from "./memory.js";

export interface Bound {
  readonly requests: (readonly [Request, Tensor])[];
  /** Storage of the nodes that are kept. */
  readonly results: ReadonlyMap<number, Storage>;
  /** Storage that only this run needs. */
  readonly scratch: readonly Storage[];
  /** The first request that writes a target. */
  firstWrite: number;
}

/** Reserves everything, or frees everything and throws. */
export function bind(d: Device, g: Graph, plan: Plan, targets: ReadonlyMap<number, Storage>): Bound {
  const b = new Binder(d, g, plan, targets);
  try {
    plan.kernels.forEach((k, at) => b.kernel(k, at));
    d.backend.join?.(b);
    return b;
  } catch (e) {
    b.scratch.forEach((s) => d.backend.free(s));
    b.results.forEach((s) => d.backend.free(s));
    throw e;
  }
}

class Binder implements Bound {
  readonly requests: (readonly [Request, Tensor])[] = [];
  readonly results = new Map<number, Storage>();
  readonly scratch: Storage[] = [];
  firstWrite = Infinity;
  private readonly where: (Storage | undefined)[] = [];
  /** Copies of host data that only this run needs. */
  private uploads: Map<Value, Storage> | undefined;
  /** Scratch whose reader has been bound, to be written again, by size. */
  private readonly idle = new Map<number, Storage[]>();

  constructor(
    private readonly d: Device,
    private readonly g: Graph,
    private readonly plan: Plan,
    private readonly targets: ReadonlyMap<number, Storage>,
  ) {}

  kernel(k: Kernel, at: number): void {
    const { g } = this,
      t = g.nodes[k.anchor]!,
      passing: Storage[] = [];
    if (!k.program) {
      const views = k.inputs.map(
        (i) => ((t.op.numbers && numberIn(g.nodes[i]!)) ?? (t.layout || t.op.numbers ? this.view(i) : this.whole(i, passing))) as View,
      );
      const output = { storage: this.output(k.anchor), offset: 0, strides: contiguous(t.shape) };
      if (t.layout)
        this.push(
          { kind: "copy", dtype: t.dtype, shape: t.shape, input: { ...views[0]!, offset: t.layout.offset, strides: t.layout.strides }, output },
          t,
        );
      else this.push(t.op.request!(t, views, output), t);
    } else {
      const reduce = t.op.kind === "reduce" ? t : null,
        line = !reduce && k.inputs.every((i) => this.isWhole(i, t.shape)),
        shape = reduce ? reduction(t) : line ? [t.size] : t.ndim ? t.shape : [1];
      const inputs = k.inputs.map(
        (i) => numberIn(g.nodes[i]!) ?? (line ? lineOf(this.storage(i)) : this.operand(i, reduce ? t.inputs[0]!.shape : t.shape, reduce, passing)),
      );
      const outputs = k.outputs.map((i) => (line ? lineOf(this.output(i)) : { ...lineOf(this.output(i)), strides: contiguous(g.nodes[i]!.shape) }));
      if (reduce) this.push({ kind: "reduce", combine: t.op.combine!, program: k.program, shape, inputs, outputs }, t);
      else this.push({ kind: "map", program: k.program, shape, inputs, outputs }, t);
    }
    for (const x of k.inputs) {
      const i = this.home(x),
        s = this.where[i];
      if (s && this.plan.lastUse[i] === at && !this.results.has(i) && !this.targets.has(i) && !passing.includes(s)) passing.push(s);
    }
    for (const s of passing) {
      const idle = this.idle.get(s.bytes);
      if (idle) idle.push(s);
      else this.idle.set(s.bytes, [s]);
    }
  }

  private push(request: Request, t: Tensor): void {
    this.requests.push([request, t]);
  }
  /** The node whose storage node i reads. */
  private home(i: number): number {
    const t = this.g.nodes[i]!;
    return t.layout && !t.value && !this.where[i] ? this.g.inputs[i]![0]! : i;
  }
  /** Whether an operand of a map is a number, or lies as the loop goes. */
  private isWhole(i: number, shape: Shape): boolean {
    const t = this.g.nodes[i]!;
    return numberIn(t) !== undefined || (sameShape(t.shape, shape) && (!t.layout || t.value !== null || this.where[i] !== undefined));
  }
  private output(i: number): Storage {
    const target = this.targets.get(i),
      bytes = bytesOf(this.g.nodes[i]!);
    if (target) this.firstWrite = Math.min(this.firstWrite, this.requests.length);
    let s = target;
    if (!s && this.g.keep.has(i)) this.results.set(i, (s = this.d.backend.reserve(bytes)));
    this.where[i] = s ??= this.temporary(bytes);
    return s;
  }
  private temporary(bytes: number): Storage {
    const free = this.idle.get(bytes)?.pop();
    if (free) return free;
    const s = this.d.backend.reserve(bytes);
    this.scratch.push(s);
    return s;
  }
  private storage(i: number): Storage {
    const made = this.where[i];
    if (made) return made;
    const t = this.g.nodes[i]!;
    if (!t.value) return this.constant(i, t);
    let s = this.uploads?.get(t.value);
    if (!s) {
      const copies = this.scratch.length;
      s = this.d.holding(t.value, this.scratch);
      if (this.scratch.length > copies) (this.uploads ??= new Map()).set(t.value, s);
    }
    return s;
  }
  /** A number where a kernel needs elements: written once, read with strides of 0. */
  private constant(i: number, t: Tensor): Storage {
    const s = this.d.upload(encoded(t.dtype, [numberIn(t)!]));
    this.scratch.push(s);
    this.where[i] = s;
    return s;
  }
  private view(i: number): View {
    const t = this.g.nodes[i]!,
      l = this.where[i] || t.value ? null : t.layout;
    return l
      ? { storage: this.storage(this.home(i)), offset: l.offset, strides: l.strides }
      : { storage: this.storage(i), offset: 0, strides: contiguous(t.shape) };
  }
  /** A direct op's operand, as it lies. */
  private whole(i: number, passing: Storage[]): View {
    const t = this.g.nodes[i]!,
      view = this.view(i);
    return numberIn(t) === undefined ? view : this.copied(view, t.shape, t, passing);
  }
  /** An operand of a map or a reduce: strides over the loop's shape, the last 0 or 1; what lies otherwise is copied first. */
  private operand(i: number, shape: Shape, reduce: Tensor | null, passing: Storage[]): View {
    const t = this.g.nodes[i]!,
      v = this.view(i),
      lead = shape.length - t.ndim;
    const strides = shape.map((d, k) => (k < lead || t.shape[k - lead] === 1 ? 0 : v.strides[k - lead]!));
    const fits = reduce
      ? grouped(shape, strides, reduce.attrs as { from: number; to: number })
      : ok(strides, shape)
        ? strides.length
          ? strides
          : [0]
        : null;
    if (fits) return { ...v, strides: fits };
    const c = this.copied({ ...v, strides }, shape, t, passing);
    return { ...c, strides: reduce ? contiguous(reduction(reduce)) : c.strides };
  }
  private copied(input: View, shape: Shape, t: Tensor, passing: Storage[]): View {
    const storage = this.temporary(sizeOf(shape) * bytesIn(t.dtype)),
      output = { storage, offset: 0, strides: contiguous(shape) };
    passing.push(storage);
    this.push({ kind: "copy", dtype: t.dtype, shape, input, output }, t);
    return output;
  }
}

const ok = (strides: readonly number[], shape: Shape): boolean =>
  shape.length === 0 || shape[shape.length - 1] === 1 || strides[strides.length - 1]! >>> 1 === 0;

/** The loop of a reduction over dims from … to: [...outer, reduced, inner]. */
function reduction(t: Tensor): number[] {
  const { from, to } = t.attrs as { from: number; to: number },
    s = t.inputs[0]!.shape;
  return [...s.slice(0, from), sizeOf(s.slice(from, to)), sizeOf(s.slice(to))];
}

/** Strides over the reduction's loop, or null where a group of dimensions does not lie as one. */
function grouped(shape: Shape, strides: readonly number[], { from, to }: { from: number; to: number }): number[] | null {
  const r = merged(shape, strides, from, to),
    i = merged(shape, strides, to, shape.length),
    inner = sizeOf(shape.slice(to));
  if (r === null || i === null) return null;
  return (inner === 1 ? r : i) >>> 1 === 0 || sizeOf(shape.slice(from)) === 1 ? [...strides.slice(0, from), r, inner === 1 ? 0 : i] : null;
}
