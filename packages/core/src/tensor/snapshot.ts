/** Copies on the heap, which outlive every device. */
import { readData } from "../plan/run.js";
import { holding } from "./create.js";
import { isPlain, kindOf } from "./given.js";
import { Tensor } from "./tensor.js";

/** The same arrays and objects, with a tensor for each tensor and parameter, and its state for what has a `stateDict()`. */
export type Snapshot<T> = T extends Tensor
  ? Tensor
  : T extends { stateDict(): infer State }
    ? Snapshot<State>
    : T extends readonly unknown[] | { readonly [key: string]: unknown }
      ? { [K in keyof T]: Snapshot<T[K]> }
      : T;

/**
 * A copy of everything in a value: tensors and parameters, what has a `stateDict()`, and arrays and plain objects of these; numbers, texts and what is nothing are kept. It is
 * of the time of the call, whatever is computed while it is read, and lives on the heap: a lost device takes nothing of it along. `parameter(copy.w)` and
 * `optimizer.loadStateDict(copy.optimizer)` go on from it, on any device. Throws TypeError for what is none of these.
 */
export async function snapshot<T>(value: T): Promise<Snapshot<T>> {
  const found = new Map<Tensor, number>();
  const stated = walk(value, "the value", (t) => (found.has(t) || found.set(t, found.size), t));
  const tensors = [...found.keys()],
    data = await readData(tensors);
  return walk(stated, "the value", (t) => {
    const i = found.get(t)!;
    return holding("snapshot", data[i]!, t.shape, t.dtype);
  }) as Snapshot<T>;
}

const refused = (at: string, x: unknown): TypeError =>
  new TypeError(`snapshot: ${at} is ${kindOf(x)}. Pass tensors, what has a stateDict(), or arrays and plain objects of these.`);

function walk(x: unknown, at: string, replace: (t: Tensor) => Tensor): unknown {
  if (x instanceof Tensor) return replace(x.current);
  if (typeof x === "function" || typeof x === "symbol") throw refused(at, x);
  if (x === null || typeof x !== "object") return x;
  if (typeof (x as { stateDict?: unknown }).stateDict === "function")
    return walk((x as { stateDict(): unknown }).stateDict(), `${at}'s state`, replace);
  if (Array.isArray(x)) return x.map((each, i) => walk(each, `${at}[${i}]`, replace));
  if (!isPlain(x)) throw refused(at, x);
  return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, walk(v, `${at}.${k}`, replace)]));
}
