/** Which requests go along the same rows: a part of the contract, for backends that do all of them for a row before they begin the next. */
import type { Requests } from "./backend.js";
import type { MapRequest, ReduceRequest, Request, RowsRequest, View } from "./kinds.js";
import { typeOf } from "./scalar/program.js";
import { contiguous, merged, sameShape, sizeOf } from "./tensor/shape.js";

type Stage = ReduceRequest | MapRequest;

/** Puts requests that go along the same rows together. Each is done for the last of those that it has in it. */
export function joinRows<For>(run: Requests<For>): void {
  const all = run.requests.splice(0);
  for (const [at, [request, by]] of all.entries()) {
    const last = run.requests.at(-1)?.[0],
      both = last && joined(last, request);
    if (both) run.requests.pop();
    if (at === run.firstWrite) run.firstWrite = run.requests.length;
    run.requests.push([both ?? request, by]);
  }
}

/** The second request after the first, as one, if it reads what the first made of each row, and every row can be done on its own; otherwise null. */
export function joined(first: Request, second: Request): RowsRequest | null {
  const before = first.kind === "rows" ? first.stages : first.kind === "reduce" && isAlongRows(first) ? [first] : [],
    shape = before[0]?.shape.slice(0, -1);
  if (!shape || shape.includes(0) || before[before.length - 1]!.kind === "map") return null;
  const stage =
    second.kind === "map"
      ? overRows(second, shape)
      : second.kind === "reduce" && isAlongRows(second) && sameShape(second.shape, [...shape, 1])
        ? second
        : null;
  return stage && follows(before, stage, shape) ? { kind: "rows", stages: [...before, stage] } : null;
}

/** A total that may be beyond int32 is a fault, which one request alone answers for. */
const isAlongRows = ({ shape, combine, program }: ReduceRequest): boolean =>
  shape[shape.length - 1] === 1 && !(combine === "sum" && typeOf(program, program.outputs[0]!) === "int32");

/** A map over [...outer, …terms] as one over [...outer, terms]. */
function overRows(map: MapRequest, shape: readonly number[]): MapRequest | null {
  const outer = shape.length - 1,
    along = map.shape.slice(outer);
  if (map.shape.length < shape.length || !sameShape([...map.shape.slice(0, outer), sizeOf(along)], shape)) return null;
  const views: (View | number)[] = [];
  for (const x of [...map.inputs, ...map.outputs]) {
    const stride = typeof x === "number" ? 0 : merged(map.shape, x.strides, outer, map.shape.length);
    // A row goes along by single elements, or repeats one; other steps a map of columns of one element may take.
    if (stride === null || stride >>> 1 !== 0) return null;
    views.push(typeof x === "number" ? x : { ...x, strides: [...x.strides.slice(0, outer), stride] });
  }
  return { ...map, shape, inputs: views.slice(0, map.inputs.length), outputs: views.slice(map.inputs.length) as View[] };
}

function follows(before: readonly Stage[], stage: Stage, shape: readonly number[]): boolean {
  const perRow = [...contiguous(shape.slice(0, -1)), 0],
    lies = ({ offset, strides }: View, at: View, as: readonly number[]): boolean =>
      offset === at.offset && shape.every((size, d) => size === 1 || strides[d] === as[d]);
  let reads = false;
  for (const { inputs, outputs, kind } of before) {
    for (const made of outputs) {
      for (const x of stage.inputs) {
        if (typeof x === "number" || x.storage !== made.storage) continue;
        if (!lies(x, made, perRow)) return false;
        reads = true;
      }
      if (stage.outputs.some((o) => o.storage === made.storage)) return false;
    }
    // What is written over must be what this row has read: elements of the same places.
    for (const x of inputs)
      for (const o of stage.outputs)
        if (typeof x !== "number" && x.storage === o.storage && (stage.kind !== "map" || kind === "map" || !lies(x, o, contiguous(shape))))
          return false;
  }
  return reads;
}
