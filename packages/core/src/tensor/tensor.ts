/**
 * A tensor is a node of the recorded graph: an op, its inputs and a shape, immutable, together with the handles that a run
 * leaves on it. Recording checks and returns; nothing is computed here.
 */
import { type Line, modes, type Mode, type Segment, under } from "../modes.js";
import type { Op } from "../ops/op.js";
import { chosen, type Device } from "../plan/device.js";
import { readData, readSync, run } from "../plan/run.js";
import { clock, type Value } from "../plan/memory.js";
import { arrayOf, bytesIn, type Data, decoded, type DType, DTYPES, isFloating } from "../dtype.js";
import { kindOf } from "./given.js";
import { mix } from "./hash.js";
import { outdate, presentIn } from "./past.js";
import { contiguous, sameShape, type Shape, show, sizeOf } from "./shape.js";

/** Links of uncomputed nodes after which recording runs the chain, and of form-carrying nodes after which no form looks further. */
const CHAIN = 4096;
/** How many values `toString` shows. */
const FEW = 8;

/** How a view finds its elements in the storage of another tensor. */
export interface Layout {
  readonly base: Tensor;
  readonly offset: number;
  readonly strides: readonly number[];
}

declare global {
  namespace Evenkeel {
    /** The methods of every tensor. Files of methods add to it, by a global name: no module's name would outlive the bundling of types. */
    interface Methods {}
  }
}
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- whoever adds to the type adds to the prototype.
export interface Tensor extends Evenkeel.Methods {}
export class Tensor {
  /** What is held of its elements: null until a run keeps them. @internal */
  value: Value | null = null;
  /** The stable form of this node, once found: itself from the start, where nothing can state it better. @internal */
  stable: Tensor | null = null;
  /** What this node was before it was restated without a change of what it states, or how it is recorded: forms are asked of that. @internal */
  written: Tensor | (() => Tensor) | null = null;
  /** What computes this node, if it is composite and was asked for. @internal */
  parts: Tensor | null = null;
  /** What the stabiliser found out about this node, one slot a question. @internal */
  known: unknown[] | null = null;
  /** How often a run computed this node without keeping it. @internal */
  runs = 0;
  /** The run that saw this node last, and its index there. @internal */
  turn = 0;
  index = 0;
  /** Uncomputed links below, and links through which forms may look. @internal */
  depth = 0;
  links = 0;
  /** How often what this is made of was detached, one time in another; and whether this is what somebody detached. @internal */
  detached = 0;
  isDetached = false;
  /** When this was of nothing past, by the clock; −1: it is past. @internal */
  fresh = 0;
  /** Whether this is of a state. @internal */
  changes = false;
  /** The hash of what it is apart from its inputs. @internal */
  shallow = 0;
  /** What a sum asks that has this below, where this node, or one that it passes on, has a form of its own; else null, and nobody need ask. @internal */
  stated: Stated = null;
  /** The gradient, and whether anybody outside has seen it. @internal */
  gradient: Tensor | null = null;
  private seen = false;
  /** The checkpoint that this was recorded in: its value is not kept, but computed again for gradients. @internal */
  segment: Segment | null = null;
  /** Where this lives: what was recorded there is computed and kept there. Data that was given, and views of it, live nowhere. @internal */
  place: Device | null = null;
  /** Where this was recorded, while somebody asks. @internal */
  line: Line | null = null;

  /** Made by ops and creation functions only. @internal */
  constructor(
    /** @internal */ readonly op: Op,
    /** @internal */ public inputs: readonly Tensor[],
    readonly shape: Shape,
    readonly dtype: DType,
    /** What the op needs besides its inputs. @internal */ readonly attrs: unknown,
    /** Equal for structurally equal nodes. @internal */ readonly hash: number,
    /** @internal */ public layout: Layout | null,
    private readonly asked: boolean,
    /** @internal */ readonly mode: Mode,
  ) {}

  /** Whether a gradient may be asked through this tensor. It stays as it was made. */
  get requiresGrad(): boolean {
    return this.asked;
  }
  set requiresGrad(_: never) {
    throw new TypeError("requiresGrad: it stays as it was made. Use detach(x) or noGrad.");
  }
  /** What an op records when it is given this tensor. @internal */
  get current(): Tensor {
    return this;
  }
  /** What `backward` found, on leaves that require a gradient. Accumulates until `zeroGrad()`. */
  get grad(): Tensor | null {
    this.seen = true;
    return this.gradient;
  }
  set grad(g: Tensor | null) {
    if (g !== null && !(g instanceof Tensor)) throw new TypeError(`grad: ${kindOf(g)} is no tensor. Give one of the same shape, or null.`);
    if (g && g.dtype !== this.dtype)
      throw new TypeError(`grad: the gradient is ${g.dtype} and the tensor ${this.dtype}. Convert it with to(g, "${this.dtype}").`);
    if (g && !sameShape(g.shape, this.shape))
      throw new RangeError(`grad: the gradient is ${show(g.shape)} and the tensor ${show(this.shape)}. Give it the same shape.`);
    this.zeroGrad();
    this.gradient = g;
    this.seen = true;
  }
  /** Takes a gradient that nobody else holds: forgotten, its memory is free at once. @internal */
  own(g: Tensor): void {
    this.zeroGrad();
    this.gradient = g;
    this.seen = false;
  }
  /** Frees what a run kept of this tensor on a device, now and not when it is collected. Reading it afterwards throws RangeError. */
  dispose(): void {
    this.value?.release();
    if (!this.value || this.value.host) return;
    this.value.held.gone = `read: this ${this.op.name} was disposed of. Dispose of it later, or record it again.`;
    outdate(this);
    clock.disposed = clock.now;
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
  /** Forgets the gradient. */
  zeroGrad(): void {
    if (this.seen) this.gradient?.value?.retire();
    else this.gradient?.value?.release();
    this.gradient = null;
  }
  /** The name of the device that this was recorded or kept on; null for data of the heap, which goes where it is used. */
  get device(): string | null {
    return this.current.place?.name ?? null;
  }
  get ndim(): number {
    return this.shape.length;
  }
  get size(): number {
    return sizeOf(this.shape);
  }
  /** The elements in row-major order, a copy. Starts a run. */
  async data(): Promise<Data> {
    return (await readData([this]))[0]!;
  }
  /** The same at once, on backends that can. Throws TypeError on the others. */
  dataSync(): Data {
    return readSync(this);
  }
  /** The one element of a tensor of size 1. Throws RangeError for other sizes. */
  item(): number {
    if (this.size !== 1) throw new RangeError(`item: shape ${show(this.shape)} has ${this.size} elements, not one. Use data() or dataSync().`);
    return readSync(this, "item")[0]!;
  }
  /** The elements as nested arrays: numbers, or booleans. */
  async tolist(): Promise<unknown> {
    const data = await this.data();
    const nest = (dim: number, from: number, step: number): unknown => {
      if (dim === this.ndim) return this.dtype === "bool" ? data[from] === 1 : data[from];
      const inner = step / this.shape[dim]!;
      return Array.from({ length: this.shape[dim]! }, (_, i) => nest(dim + 1, from + i * inner, inner));
    };
    return nest(0, 0, this.size);
  }
  /** For `JSON.stringify`, which cannot wait. */
  toJSON(): never {
    throw new TypeError(`toJSON: a tensor of shape ${show(this.shape)} is no JSON. Put await x.tolist() in its place.`);
  }
  /** The op, type, shape and device, and the first values where the heap has them. Runs nothing; `print` shows all. */
  toString(): string {
    const held = this.current.value?.held,
      few = decoded(this.dtype, (held?.host ?? arrayOf(this.dtype, 0)).slice(0, Math.min(this.size, FEW))),
      first = Array.from(few, (x) => (this.dtype === "bool" ? x === 1 : Number.isInteger(x) ? x : Number(x.toPrecision(6))));
    const where = this.device ? ` on ${this.device}` : "",
      values = few.length ? `: ${first.join(", ")}${few.length < this.size ? ", …" : ""}` : "";
    return `Tensor ${this.op.name} ${this.dtype} ${show(this.shape)}${where}${values}`;
  }
  /** The text, for a template. Operators have no other meaning here: they throw TypeError. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError("tensor: operators do not compute with tensors. Write add(a, b); item() is the number, String(a) the text.");
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

type Stated = NonNullable<Op["forms"]>["states"] | null;
let leaves = 0;

/** Records an op. @internal */
export function record(
  op: Op,
  inputs: readonly Tensor[],
  shape: Shape,
  attrs: unknown = null,
  dtype: DType = "float32",
  layout: Layout | null = null,
): Tensor {
  const { forms } = op;
  if (modes.holds && clock.now > 0) {
    const present = presentIn(inputs, modes.grad && op.vjp !== undefined && isFloating(dtype));
    // A view lies in what it is of.
    if (present !== inputs)
      return layout
        ? recordedAgain(
            under({ holds: false }, () => record(op, inputs, shape, attrs, dtype, layout)),
            present,
          )
        : record(op, present, shape, attrs, dtype);
  }
  let shallow = op.id,
    depth = 0,
    links = 0,
    detached = 0,
    { now: fresh } = clock,
    changes = false,
    stated: Stated = null,
    alike = isFloating(dtype),
    grad = false,
    place: Device | null = null,
    plain = true;
  // The shape of a map follows from its operands.
  if (op.kind !== "map") {
    shallow = mix(shallow, shape.length);
    for (const d of shape) shallow = mix(shallow, d);
  }
  if (attrs !== null) shallow = mix(shallow, hashOf(attrs));
  if (dtype !== "float32") shallow = mix(shallow, codeOf(dtype));
  let hash = shallow;
  for (const x of inputs) {
    hash = mix(hash, x.hash);
    if (x.changes) changes = true;
    if (x.fresh < 0 || x.value?.held.gone) fresh = -1;
    else if (fresh > x.fresh && x.inputs.length && !x.op.holds) fresh = x.fresh;
    if (!x.value && x.depth > depth) depth = x.depth;
    if (x.links > links) links = x.links;
    if (x.detached > detached) detached = x.detached;
    if (x.requiresGrad) grad = true;
    stated ??= x.stated;
    if (x.dtype !== dtype && x.dtype !== "bool" && !(op.picks && !isFloating(x.dtype))) alike = false;
    const there = x.place;
    if (there !== null && there !== place) place = place === null ? there : apart(op.name, place, there);
    if (x.stable !== x) plain = false;
  }
  const wanted = grad && modes.grad && op.vjp !== undefined && isFloating(dtype);
  const t = new Tensor(op, inputs, shape, dtype, attrs, hash, layout, wanted, modes.stabilise);
  // Whole numbers wrap around, and a form is of one type: what is of another than its operands is a wall.
  if (forms && alike && links < CHAIN) {
    t.links = links + 1;
    t.stated = forms.states ?? stated;
  }
  if (plain && (modes.stabilise === "off" || !asks(t, stated !== null))) t.stable = t;
  t.shallow = shallow;
  t.depth = layout ? depth : depth + 1;
  t.detached = op.holds ? 0 : detached;
  t.fresh = op.holds ? clock.now : fresh;
  t.changes = changes && op.holds !== true;
  t.segment = modes.segment;
  t.place = place ?? (layout ? null : modes.device === undefined ? chosen : modes.device);
  if (dtype === "float64" && t.place && isGiven(inputs)) t.place.mustHave(op.name, dtype);
  if (modes.trace) t.line = modes.trace();
  if (t.depth > CHAIN && modes.chain) run([t]);
  return t;
}

/** A node of the same op on other inputs. @internal */
export const recordedAgain = (t: Tensor, inputs: readonly Tensor[]): Tensor =>
  t.op.again ? t.op.again(t, inputs) : record(t.op, inputs, t.shape, t.attrs, t.dtype);

/** Whether a node's op looks for a better statement of it: if any input has a form, or a sum is of a sum or of equal tensors. @internal */
export const asks = ({ op: { forms }, links, inputs }: Tensor, stated: boolean): boolean =>
  forms?.ask !== undefined &&
  (stated ||
    forms.always === true ||
    (forms.adds === "terms" && links > 0 && ((links > 1 && inputs.some(isSum)) || inputs[0]!.hash === inputs[1]?.hash)));
const isSum = (t: Tensor): boolean => layoutOf(t).base.op.forms?.adds !== undefined;

/** Whether the float64 operands are the user's: among themselves ops compute in more digits than a device may have types for. */
function isGiven(inputs: readonly Tensor[]): boolean {
  let given = false;
  for (const x of inputs)
    if (x.dtype === "float64") {
      const { op, size } = layoutOf(x).base;
      if (op.kind !== "none") return false;
      given ||= size > 1;
    }
  return given;
}

function apart(name: string, a: Device, b: Device): never {
  throw new TypeError(`${name}: operands live on ${a.name} and ${b.name}. Move one with .to(device).`);
}

/** A hash that no other node has. @internal */
export const unique = (): number => mix(-2, ++leaves);

/** A node without inputs. @internal */
export function leaf(op: Op, shape: Shape, dtype: DType, requiresGrad: boolean, hash = unique(), attrs: unknown = null): Tensor {
  const t = new Tensor(op, NONE, shape, dtype, attrs, hash, null, requiresGrad, modes.stabilise);
  t.stable = t;
  return t;
}
const NONE: readonly Tensor[] = [];

/** What states a node: itself, or what it was before it became one op that has the same statement. @internal */
export const statement = (t: Tensor): Tensor => {
  if (typeof t.written === "function") t.written = t.written();
  return t.written ?? t;
};
/** Whether no form looks through this node. @internal */
export const isWall = (t: Tensor): boolean => t.links === 0;

/** The storage a tensor reads, and how: itself, or what it is a view of. @internal */
export const layoutOf = (t: Tensor): Layout => t.layout ?? { base: t, offset: 0, strides: contiguous(t.shape) };
/** Whether the elements lie in row-major order, without gaps. @internal */
export function isDense({ shape, layout: own }: Tensor, layout = own): boolean {
  const rows = layout && contiguous(shape);
  return !rows || layout.strides.every((s, i) => s === rows[i] || shape[i] === 1);
}
/** Whether a view has all elements of its base, in their order. @internal */
export const isWhole = (t: Tensor, layout: Layout): boolean => layout.base.size === t.size && isDense(t, layout);
export const bytesOf = (t: Tensor): number => t.size * bytesIn(t.dtype);
/** A type as a small number. @internal */
export const codeOf = (dtype: DType): number => DTYPES.indexOf(dtype);

/** Attrs are numbers, strings, null, and objects and arrays of these; numbers count by their bits. */
function hashOf(attrs: unknown): number {
  if (typeof attrs === "number") return mix(3, attrs);
  if (typeof attrs !== "object" || attrs === null) return Array.from(String(attrs)).reduce((h, c) => mix(h, c.charCodeAt(0)), 2);
  return Object.values(attrs).reduce<number>((h, x) => mix(h, hashOf(x)), mix(4, Object.keys(attrs).length));
}
