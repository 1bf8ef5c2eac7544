/**
 * Updates of state that a graph carries: recorded, and computed with the first run that computes what they are carried by, or that asks for them. While any
 * wait, runs go through here; only who records such an update loads this.
 */
import { stableOf } from "../stability/stabilise.js";
import { coming, computeHeld, outdate } from "../tensor/past.js";
import type { Parameter } from "../tensor/state.js";
import { layoutOf, type Tensor } from "../tensor/tensor.js";
import type { Device } from "./device.js";
import { collect, partsOf } from "./graph.js";
import { run, runOn, runs } from "./run.js";

interface Carried {
  /** Their new values: all of them, or none. */
  readonly updates: readonly (readonly [Parameter, Tensor])[];
  /** What they are carried by. */
  readonly by: Tensor;
  /** Until they are there, or will not be. */
  isWaiting: boolean;
}
/** Updates of one parameter that may wait: a forward pass may use a layer often, but a graph that nobody runs is not kept for ever. */
const MOST = 64;

/** In order. The parameters hold them: where nobody can reach these, nobody can ask for them. */
let waiting: WeakRef<Carried>[] = [];
const still = (): Carried[] => waiting.map((ref) => ref.deref()).filter((carried) => carried?.isWaiting === true) as Carried[];

/** Those of a parameter, in order: each is made of the one before. */
const queues = /* @__PURE__ */ new WeakMap<Parameter, readonly Carried[]>();
const queueOf = (p: Parameter): readonly Carried[] => queues.get(p) ?? [];
const lastOf = (p: Parameter, queue: readonly Carried[]): Tensor | undefined => queue.at(-1)?.updates.find(([q]) => q === p)![1];
function hold(p: Parameter, queue: readonly Carried[]): void {
  queues.set(p, queue);
  const node = lastOf(p, queue);
  p.next = node
    ? (now) => {
        if (now) run([node]);
        return now ? null : node;
      }
    : null;
}

/**
 * Gives parameters values of their shapes, types and devices, from now on. They are computed when a run computes `by`, or when somebody asks for one of
 * them; if that fails, all are what they were before. @internal
 */
export function follow(updates: Carried["updates"], by: Tensor): void {
  const carried: Carried = { updates, by, isWaiting: true };
  for (const [p, node] of updates) {
    coming.add(node);
    if (queueOf(p).length >= MOST) p.next?.(true);
    // One run may take away what several were of.
    outdate(lastOf(p, queueOf(p)) ?? p.latest);
    hold(p, [...queueOf(p), carried]);
  }
  waiting.push(new WeakRef(carried));
  runs.on = runCarrying;
}

const runCarrying: typeof runOn = (d, given, into, writing) => {
  const asked = [...given];
  for (let more = carriedBy(d, asked, into); more.length; more = carriedBy(d, asked, into)) asked.push(...more);
  let failed = asked;
  try {
    const doubt = runOn(d, asked, into, writing);
    failed = [];
    return doubt;
  } finally {
    settle(failed);
  }
};
/** The values that are carried by what is in the graph of a run, or are in it themselves, and are not asked for yet. */
function carriedBy(d: Device, asked: readonly Tensor[], into: readonly unknown[]): Tensor[] {
  const { indexOf } = collect(asked.filter((t, i) => !t.value || into[i]).map((t) => stableOf(t))),
    isIn = (t: Tensor): boolean => (t.place ?? d) === d && indexOf(partsOf(layoutOf(stableOf(t)).base)) >= 0;
  return still()
    .filter(({ updates, by }) => isIn(by) || updates.some(([, node]) => isIn(node)))
    .flatMap(({ updates }) => updates.map(([, node]) => node))
    .filter((t) => !asked.includes(t));
}

/** After a run: those that are there wait no longer, nor do those that it has `failed` to compute. */
function settle(failed: readonly Tensor[]): void {
  // What is held is computed on the way, in runs that settle nothing: updates go in order.
  runs.on = runOn;
  for (const { updates } of still()) for (const [, { value }] of updates) if (value) value.held.isState = true;
  for (const carried of still()) {
    const { updates } = carried;
    if (updates.every(([, node]) => node.value)) {
      carried.isWaiting = false;
      computeHeld(updates.flatMap(([p]) => p.past));
      for (const [p, node] of updates) {
        hold(p, queueOf(p).slice(1));
        p.closeBefore(true);
        p.swap(node.place, node.value!, node);
      }
    } else if (updates.some(([, node]) => failed.includes(node))) giveUp(carried);
  }
  waiting = waiting.filter((ref) => ref.deref()?.isWaiting === true);
  if (waiting.length) runs.on = runCarrying;
}
/** With all that are made of it. */
function giveUp(carried: Carried): void {
  if (!carried.isWaiting) return;
  carried.isWaiting = false;
  for (const [p] of carried.updates) {
    const queue = queueOf(p),
      at = queue.indexOf(carried);
    if (at < 0) continue;
    hold(p, queue.slice(0, at));
    for (const lost of queue.slice(at)) giveUp(lost);
  }
}
