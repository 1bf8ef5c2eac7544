/**
 * Runs: from the tensors that are asked for to their values. A run reserves all its memory before its first kernel and happens whole or
 * not at all.
 */
import type { Storage } from "../kinds.js";
import { modes } from "../modes.js";
import { contiguously } from "../ops/contiguous.js";
import { pendingOf, stableOf } from "../stability/stabilise.js";
import { kindOf } from "../tensor/given.js";
import { numberIn } from "../tensor/create.js";
import { arrayOf, bytesIn, type Data, decoded, encoded, type Stored } from "../dtype.js";
import { isDense, isWall, Tensor } from "../tensor/tensor.js";
import { holder, isAlone, runAlone } from "./alone.js";
import { bind } from "./bind.js";
import { device, type Device } from "./device.js";
import { deviceValue, type Held, hostValue, type Value } from "./memory.js";
import { type Doubt, doubtOf } from "./doubt.js";
import { collect, type Graph, isComputed, partsOf, planKey } from "./graph.js";
import { located } from "./path.js";
import { makePlan, type Plan } from "./plan.js";

/** Values up to this many bytes go to the heap at once, where the garbage collector works. */
const SMALL = 4096;

/**
 * Computes tensors and keeps their values: in one run, or one for each device on which they live. It answers what is not known yet of each. Storage in `into` receives the root of the same
 * index, which is then not kept; `writing` is called before the first kernel that writes there.
 * @internal
 */
export function run(
  asked: readonly Tensor[],
  into: readonly (Storage | undefined)[] = [],
  writing?: () => void,
  on?: readonly Device[],
): readonly (Doubt | null)[] {
  if (asked.length === 1) return [runs.on(on?.[0] ?? asked[0]!.place ?? device(), asked, into, writing)];
  const where = on ?? asked.map((t) => t.place ?? device());
  const doubts = new Map<Device, Doubt | null>();
  for (const d of new Set(where)) {
    const here = (_: unknown, i: number): boolean => where[i] === d;
    doubts.set(d, runs.on(d, asked.filter(here), into.filter(here), writing));
  }
  return where.map((d) => doubts.get(d)!);
}
/** Runs on one device. Whoever computes more than is asked for puts itself here. @internal */
export const runs = { on: runOn };

/** Small work is done here, apart from what needs a graph: closures over the variables of a function would cost as much as the kernel. @internal */
export function runOn(d: Device, asked: readonly Tensor[], into: readonly (Storage | undefined)[], writing?: () => void): Doubt | null {
  const t = asked[0]!;
  if (asked.length !== 1 || !modes.fuse || !isAlone(t)) return runAll(d, asked, into, writing);
  const answers: Promise<Error | null>[] = [],
    target = into[0],
    direct = t.op.kind === "direct",
    // A map that is read is small work.
    isLocated = direct || target;
  let made: Storage;
  try {
    made = runAlone(d, t, answers, target, writing);
  } catch (e) {
    throw isLocated && e instanceof Error ? alone(t, e) : e;
  }
  if (isLocated && answers.length) answers.push(answers.pop()!.then((e) => e && alone(t, e)));
  const doubt = doubtOf(direct ? t.inputs.map(holder) : t.inputs, answers);
  if (target) t.runs++;
  else t.value = keep(d, t, made, doubt);
  settle(t);
  d.trim();
  return doubt;
}

/** An error of an op that ran alone, located. */
const alone = (t: Tensor, e: Error): Error => located(e, { nodes: [t], inputs: [[]] }, t, () => undefined);

function runAll(d: Device, asked: readonly Tensor[], into: readonly (Storage | undefined)[], writing?: () => void): Doubt | null {
  const [first] = asked as [Tensor],
    pending = asked.length === 1 && !into[0] && modes.fuse && !first.stable && !first.value && !first.requiresGrad ? pendingOf(first) : undefined,
    planned = pending?.graph?.planned();
  if (pending && planned) {
    const [root] = planned.run.keep,
      { results, doubt } = done(d, planned.run, planned.plan, new Map(), (t) => (t === planned.run.nodes[root!] ? first : undefined), writing);
    for (const s of results.values()) first.value = keep(d, first, s, doubt);
    pending.graph!.ran();
    d.trim();
    settle(first);
    return doubt;
  }
  const taken = new Set<number>(),
    roots = asked.map((t, i) => (into[i] ? written(stableOf(t), i, taken) : t.value ? t : computable(stableOf(t, pending))));
  const todo = roots.filter((t, i) => !t.value || into[i]);
  let doubt: Doubt | null = null;
  if (todo.length) {
    const g = collect(todo),
      targets = new Map<number, Storage>();
    roots.forEach((t, i) => into[i] && targets.set(g.indexOf(t), into[i]!));
    const plan = d.plans.get(planKey(g, targets.keys(), modes.fuse), () => makePlan(g, modes.fuse, new Set(targets.keys())));
    pending?.graph?.keep(g, plan);
    const made = done(d, g, plan, targets, (t) => asked[roots.indexOf(t)], writing);
    doubt = made.doubt;
    g.nodes.forEach((t, i) => {
      if (isComputed(g, i) && !made.results.has(i)) t.runs++;
    });
    made.results.forEach((s, i) => {
      const t = g.nodes[i]!;
      t.value = keep(d, t, s, doubt);
      settle(t);
    });
    for (const t of todo) t.value ??= g.nodes[g.indexOf(t)]!.value;
  }
  d.trim();
  roots.forEach((t, i) => {
    asked[i]!.value ??= t.value;
    settle(asked[i]!);
    settle(t);
  });
  return doubt;
}

/** Does what a plan asks for. `named`: what was asked for, of a node that is a root. */
function done(
  d: Device,
  g: Graph,
  plan: Plan,
  targets: ReadonlyMap<number, Storage>,
  named: (t: Tensor) => Tensor | undefined,
  writing?: () => void,
): { readonly results: ReadonlyMap<number, Storage>; readonly doubt: Doubt | null } {
  const answers: Promise<Error | null>[] = [],
    bound = bind(d, g, plan, targets);
  try {
    bound.requests.forEach(([request, node], at) => {
      if (at === bound.firstWrite) writing?.();
      const placed = (e: Error): Error => located(e, g, node, named);
      try {
        const answer = d.run(request, node);
        if (answer) answers.push(answer.then((e) => e && placed(e)));
      } catch (e) {
        throw e instanceof Error ? placed(e) : e;
      }
    });
  } catch (e) {
    bound.results.forEach((s) => d.backend.free(s));
    throw e;
  } finally {
    bound.scratch.forEach((s) => d.backend.free(s));
  }
  return { results: bound.results, doubt: doubtOf(g.nodes, answers) };
}

/** What holds a root's elements: of a view of a whole tensor, that tensor; a number is written out. */
function computable(node: Tensor): Tensor {
  const t = partsOf(node);
  if (!t.layout) return numberIn(t) === undefined ? t : contiguously(t);
  const { base, offset } = t.layout;
  return offset === 0 && base.size === t.size && numberIn(base) === undefined && isDense(t) ? partsOf(base) : t;
}
/** A root that a kernel of its own writes: what is there already, a view or a number is copied, and so is what an index can still fail. */
function written(t: Tensor, i: number, taken: Set<number>): Tensor {
  const c = computable(t),
    fallible = c.op.kind === "direct" && c.inputs.some((x) => x.dtype === "int32"),
    root = c.value || c.op.kind === "none" || fallible || taken.has(c.hash) ? contiguously(t, i + 1) : c;
  taken.add(root.hash);
  return root;
}

function keep(d: Device, t: Tensor, s: Storage, doubt: Doubt | null): Value {
  const { size } = t;
  if (size * bytesIn(t.dtype) > SMALL || !d.backend.readSync) {
    const value = deviceValue(d, s, t.dtype);
    value.held.doubt = doubt;
    return value;
  }
  const host = arrayOf(t.dtype, size);
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
    t.stable = t;
  }
}

/** The elements of computed tensors, as they are stored, on the heap. A number is everywhere the same and needs no run. */
function plain(t: Tensor): Stored | null {
  const n = numberIn(t);
  if (n !== undefined) return arrayOf(t.dtype, t.size).fill(encoded(t.dtype, [n])[0]!);
  return t.value?.host?.slice(0, t.size) ?? null;
}
/** Whether a value can be read without asking a device. @internal */
export const isAtHand = (t: Tensor): boolean => numberIn(t.current) !== undefined || !!t.current.value?.host;
const heldOf = (t: Tensor): Held => {
  const { held } = t.value!;
  if (held.gone) throw new RangeError(held.gone);
  return held;
};

/** What a read computes: of a view of what is there a copy, of which nothing is kept; it has a mark of its own. */
const readable = (t: Tensor): Tensor => (isThere(t) ? contiguously(t, 0.5) : t);
/** Whether this is a view of what is there, for which nothing is to be computed. */
const isThere = (t: Tensor): boolean => !t.value && !!t.layout?.base.value && !!computable(stableOf(t)).layout?.base.value;

/** The elements as they are stored, at once. @internal */
export function storedSync(asked: Tensor, name = "dataSync"): Stored {
  const given = asked.current,
    t = readable(given),
    known = plain(t);
  if (known) return known;
  const { backend, name: where } = t.place ?? device();
  if (!backend.readSync) throw new TypeError(`${name}: ${where} cannot answer at once. Use await data().`);
  run([t]);
  const held = heldOf(t);
  if (held.host) return held.host.slice(0, t.size);
  const out = arrayOf(t.dtype, t.size);
  held.device!.backend.readSync!(held.storage!, out);
  if (t !== given) t.value!.release();
  return out;
}
/** @internal */
export const readSync = (t: Tensor, name?: string): Data => decoded(t.dtype, storedSync(t, name));

function currentOf(name: string, ts: readonly Tensor[]): Tensor[] {
  const other = ts.findIndex((t) => !(t instanceof Tensor));
  if (other >= 0) throw new TypeError(`${name}: ${kindOf(ts[other])} is no tensor. Pass tensors, one after another.`);
  return ts.map((t) => t.current);
}

/** Several tensors in one run. @internal */
export async function readData(asked: readonly Tensor[]): Promise<Data[]> {
  const given = currentOf("read", asked),
    ts = given.map(readable);
  run(ts.filter((t) => numberIn(t) === undefined));
  const out = await Promise.all(
    ts.map(async (t) => {
      const known = plain(t);
      if (known) return decoded(t.dtype, known);
      const held = heldOf(t),
        stored = arrayOf(t.dtype, t.size);
      const failed = await held.device!.backend.read(held.storage!, stored).catch((e: unknown) => e);
      await held.doubt?.settled;
      const error = held.doubt?.error ?? failed;
      if (error) throw error;
      held.doubt = null;
      return decoded(t.dtype, stored);
    }),
  );
  ts.forEach((t, i) => t !== given[i] && t.value?.release());
  await breathe();
  return out;
}

const isKnown = (t: Tensor): boolean => numberIn(t) !== undefined || isThere(t);

/** Reads several tensors, which are computed in one run. */
export const read = (...ts: readonly Tensor[]): Promise<Data[]> => readData(ts);
/** Computes tensors in one run and keeps them on the device. A view of what is there is there with it: it takes no memory of its own, and ends with it. */
export function realize(...ts: readonly Tensor[]): void {
  const all = currentOf("realize", ts);
  run(all.some(isKnown) ? all.filter((t) => !isKnown(t)) : all);
}

const BREATH = 15;
let breathed = 0;
/** Lets timers, signals and the page have their turn when 15 ms have passed since they last had it. */
async function breathe(): Promise<void> {
  if (performance.now() - breathed < BREATH) return;
  await new Promise((done) => setTimeout(done, 0));
  breathed = performance.now();
}
