/**
 * Runs: from the tensors that are asked for to their values. A run reserves all its memory before its first kernel and happens whole or
 * not at all.
 */
import type { GatherRequest, Request, Storage } from "../kinds.js";
import { modes } from "../modes.js";
import { contiguously } from "../ops/contiguous.js";
import { stableOf } from "../stability/stabilise.js";
import { numberIn } from "../tensor/create.js";
import { arrayOf, type Data, decoded, encoded, type Stored } from "../dtype.js";
import { bytesOf, isDense, isWall, type Tensor } from "../tensor/tensor.js";
import { bind } from "./bind.js";
import { device, type Device } from "./device.js";
import { deviceValue, type Held, hostValue, type Value } from "./memory.js";
import { type Graph, isComputed, makePlan, planKey } from "./plan.js";

/** Values up to this many bytes go to the heap at once, where the garbage collector works. */
const SMALL = 4096;

/**
 * Computes tensors and keeps their values. Storage in `into` receives the root of the same index, which is then not kept; `writing` is
 * called before the first kernel that writes there.
 * @internal
 */
export function run(asked: readonly Tensor[], into: readonly (Storage | undefined)[] = [], writing?: () => void): void {
  const d = device(),
    taken = new Set<number>(),
    roots = asked.map((t, i) => (into[i] ? written(stableOf(t), i, taken) : t.value ? t : computable(stableOf(t))));
  const todo = roots.filter((t, i) => !t.value || into[i]);
  if (todo.length) {
    const g = collect(todo),
      targets = new Map<number, Storage>();
    roots.forEach((t, i) => into[i] && targets.set(g.index.get(t.hash)!, into[i]!));
    const states = new Set(targets.keys()),
      plan = d.plans.get(`${modes.fuse ? "" : "-"}${[...states].join()};${planKey(g)}`, () => makePlan(g, modes.fuse, states));
    const bound = bind(d, g, plan, targets);
    try {
      bound.requests.forEach(([request, node], at) => {
        if (at === bound.firstWrite) writing?.();
        runOne(d, request, node);
      });
    } catch (e) {
      bound.results.forEach((s) => d.backend.free(s));
      throw e;
    } finally {
      bound.scratch.forEach((s) => d.backend.free(s));
    }
    g.nodes.forEach((t, i) => {
      const s = bound.results.get(i);
      if (s) {
        t.value = keep(d, t, s);
        settle(t);
      } else if (isComputed(g, i)) t.runs++;
    });
    for (const t of todo) t.value ??= g.nodes[g.index.get(t.hash)!]!.value;
  }
  d.trim();
  roots.forEach((t, i) => {
    asked[i]!.value ??= t.value;
    settle(asked[i]!);
    settle(t);
  });
}

/** What holds a root's elements: of a view of a whole tensor, that tensor; a number is written out. */
function computable(node: Tensor): Tensor {
  const t = partsOf(node);
  if (!t.layout) return numberIn(t) === undefined ? t : contiguously(t);
  const { base, offset } = t.layout;
  return offset === 0 && base.size === t.size && numberIn(base) === undefined && isDense(t) ? partsOf(base) : t;
}
/** What computes a node whose value is not there: itself, or what a composite one is made of. Recorded as written, and never differentiated. */
function partsOf(t: Tensor): Tensor {
  if (t.value || t.op.kind !== "composite") return t;
  const before = { ...modes };
  Object.assign(modes, { stabilise: "off", grad: false, cut: false, trace: 0 });
  try {
    return (t.parts ??= t.op.parts!(t));
  } finally {
    Object.assign(modes, before);
  }
}
/** A root that a kernel of its own writes: what is there already, a view or a number is copied, and so is what an index can still fail. */
function written(t: Tensor, i: number, taken: Set<number>): Tensor {
  const c = computable(t),
    fallible = c.op.kind === "direct" && c.inputs.some((x) => x.dtype === "int32"),
    root = c.value || c.op.kind === "none" || fallible || taken.has(c.hash) ? contiguously(t, i + 1) : c;
  taken.add(root.hash);
  return root;
}

function runOne(d: Device, request: Request, node: Tensor): void {
  const fault = d.backend.run(request);
  if (fault && "overflow" in fault)
    throw new RangeError(`${node.op.name}: the result is beyond ${node.dtype}. Convert the operand first, with to(x, "float64").`);
  if (fault && node.op.refusal) throw new RangeError(`${node.op.name}: ${node.op.refusal(fault.index)}`);
  if (fault) {
    const { size = 0, wrap = false } = request as Partial<GatherRequest>;
    throw new RangeError(`${node.op.name}: index ${fault.index} is out of range for a dimension of ${size}. Use ${wrap ? -size : 0} … ${size - 1}.`);
  }
}

/** The nodes that roots need, walked without recursion; equal nodes are one. Nodes that a second run needs are kept by it, but for those of a checkpoint. */
function collect(roots: readonly Tensor[]): Graph & { index: Map<number, number> } {
  const nodes: Tensor[] = [],
    inputs: number[][] = [],
    index = new Map<number, number>(),
    keep = new Set<number>();
  const wanted = new Set(roots.map((t) => t.hash)),
    open: Tensor[] = [...roots].reverse();
  while (open.length) {
    const t = open[open.length - 1]!,
      parts = partsOf(t);
    if (index.has(t.hash)) {
      open.pop();
      continue;
    }
    if (parts !== t) {
      const made = index.get(parts.hash);
      if (made === undefined) open.push(parts);
      else index.set(t.hash, made);
      continue;
    }
    const from = t.value ? [] : t.layout ? [t.layout.base] : t.inputs,
      missing = from.filter((x) => !index.has(x.hash));
    if (missing.length) for (let k = missing.length - 1; k >= 0; k--) open.push(missing[k]!);
    else {
      open.pop();
      const ix = from.map((x) => index.get(x.hash)!);
      if (t.runs === 0) for (const i of ix) if (nodes[i]!.runs > 0 && !nodes[i]!.segment) keep.add(i);
      index.set(t.hash, nodes.push(t) - 1);
      inputs.push(ix);
      if (wanted.has(t.hash) && !t.value) keep.add(nodes.length - 1);
    }
  }
  return { nodes, inputs, index, keep };
}

function keep(d: Device, t: Tensor, s: Storage): Value {
  if (bytesOf(t) > SMALL || !d.backend.readSync) return deviceValue(d, s, t.dtype);
  const host = arrayOf(t.dtype, t.size);
  d.backend.readSync(s, host);
  d.backend.free(s);
  return hostValue(t.dtype, host);
}

/** A computed node is no link of a chain any more; a wall through which no gradient can be asked lets go of its inputs. */
function settle(t: Tensor): void {
  if (!t.value) return;
  t.depth = 0;
  t.parts = null;
  if (isWall(t) && !t.requiresGrad) {
    t.inputs = [];
    t.stable = null;
  }
}

/** The elements of computed tensors, as they are stored, on the heap. A number is everywhere the same and needs no run. */
function plain(t: Tensor): Stored | null {
  const n = numberIn(t);
  if (n !== undefined) return arrayOf(t.dtype, t.size).fill(encoded(t.dtype, [n])[0]!);
  return t.value?.host?.slice(0, t.size) ?? null;
}
const heldOf = (t: Tensor): Held => {
  const { held } = t.value!;
  if (held.gone) throw new RangeError(held.gone);
  return held;
};

/** The elements as they are stored, at once. @internal */
export function storedSync(asked: Tensor): Stored {
  const t = asked.current,
    known = plain(t);
  if (known) return known;
  if (!device().backend.readSync) throw new TypeError(`dataSync: ${device().backend.name} cannot answer at once. Use await data().`);
  run([t]);
  const held = heldOf(t);
  if (held.host) return held.host.slice(0, t.size);
  const out = arrayOf(t.dtype, t.size);
  held.device!.backend.readSync!(held.storage!, out);
  return out;
}
/** @internal */
export const readSync = (t: Tensor): Data => decoded(t.dtype, storedSync(t));

/** Several tensors in one run. @internal */
export async function readData(asked: readonly Tensor[]): Promise<Data[]> {
  const ts = asked.map((t) => t.current);
  run(ts.filter((t) => numberIn(t) === undefined));
  const out = await Promise.all(
    ts.map(async (t) => {
      const known = plain(t);
      if (known) return decoded(t.dtype, known);
      const held = heldOf(t),
        stored = arrayOf(t.dtype, t.size);
      if (held.host) stored.set(held.host.subarray(0, t.size));
      else await held.device!.backend.read(held.storage!, stored);
      return decoded(t.dtype, stored);
    }),
  );
  await breathe();
  return out;
}

/** Reads several tensors, which are computed in one run. */
export const read = (...ts: readonly Tensor[]): Promise<Data[]> => readData(ts);
/** Computes tensors in one run and keeps them on the device. */
export function realize(...ts: readonly Tensor[]): void {
  run(ts.map((t) => t.current).filter((t) => numberIn(t) === undefined));
}

const BREATH = 15;
let breathed = 0;
/** Lets timers, signals and the page have their turn when 15 ms have passed since they last had it. */
async function breathe(): Promise<void> {
  if (performance.now() - breathed < BREATH) return;
  await new Promise((done) => setTimeout(done, 0));
  breathed = performance.now();
}
