/** A backend for the tests of the suite itself: float64 arithmetic in plain JavaScript, rounded once. It can be told to lie. */
import type { Backend, MapRequest, Request, Storage } from "@evenkeel/core";
import { evaluator } from "../src/evaluate.js";

export interface Lie {
  /** Changes the result of a map at these inputs. */
  (inputs: readonly number[], result: number): number;
}

export function plain(lie: Lie = (_, y) => y, subnormals: "ieee" | "ftz" = "ieee"): Backend {
  const memory = new Map<Storage, ArrayBuffer>();
  const bytes = (s: Storage, length?: number): Uint8Array => new Uint8Array(memory.get(s)!, 0, length);
  const readSync = (s: Storage, out: ArrayBufferView): void =>
    new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(bytes(s, out.byteLength));
  return {
    name: "plain",
    manifest: { kinds: ["map"], arithmetic: "wide", subnormals },
    reserve(size) {
      const storage = { bytes: size };
      memory.set(storage, new ArrayBuffer(size));
      return storage;
    },
    free: (s) => void memory.delete(s),
    write: (s, data) => bytes(s).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    read: async (s, out) => readSync(s, out),
    readSync,
    run(request) {
      runMap(request, (s) => new Float32Array(memory.get(s)!), lie);
      return null;
    },
    usage: () => ({ used: [...memory.keys()].reduce((n, s) => n + s.bytes, 0), reserved: 0 }),
    kernels: () => ({ built: 0, cached: 0 }),
  };
}

/** Contiguous maps of one step: all that the suite asks of it. */
function runMap(request: Request, floats: (s: Storage) => Float32Array, lie: Lie): void {
  const { program, shape, inputs, outputs } = request as MapRequest;
  const evaluate = evaluator(program.steps[0]!.body, (x) => x);
  const read = inputs.map((v) => {
    const from = typeof v === "number" ? null : floats(v.storage);
    return (i: number): number => (from ? from[i]! : (v as number));
  });
  const out = floats(outputs[0]!.storage);
  const x = new Array<number>(read.length).fill(0);
  for (let i = 0; i < shape[0]!; i++) {
    for (let j = 0; j < x.length; j++) x[j] = read[j]!(i);
    out[i] = lie(x, evaluate(x));
  }
}
