/** Narrow arithmetic as a backend of maps: what the suite judges in place of a GPU. Each step runs as `narrow` runs its body, one element at a time. */
import type { Backend, Ex, MapRequest, Request, Storage } from "@evenkeel/core";
import { narrow } from "./evaluate.js";
import type { Adapter } from "./wasm.js";

export function narrowBackend(adapter: Adapter = {}): Backend {
  const memory = new Map<Storage, ArrayBuffer>();
  const compiled = new Map<Ex, (...inputs: number[]) => number>();
  const bytes = (s: Storage): Uint8Array => new Uint8Array(memory.get(s)!);
  const floats = (s: Storage): Float32Array => new Float32Array(memory.get(s)!);
  const readSync = (s: Storage, out: ArrayBufferView): void =>
    new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(bytes(s).subarray(0, out.byteLength));

  const functionOf = (body: Ex): ((...inputs: number[]) => number) => {
    let f = compiled.get(body);
    if (!f) compiled.set(body, (f = narrow(body, adapter)));
    return f;
  };
  /** Contiguous views only, as the suite's maps have them. */
  const runMap = ({ program, inputs, outputs, shape }: MapRequest): void => {
    const steps = program.steps.map((s) => ({ f: functionOf(s.body), args: s.args }));
    const columns = inputs.map((v) => (typeof v === "number" ? v : floats(v.storage).subarray(v.offset)));
    const results = outputs.map((v) => floats(v.storage).subarray(v.offset));
    const size = shape.reduce((n, d) => n * d, 1);
    for (let i = 0; i < size; i++) {
      const values = columns.map((c) => (typeof c === "number" ? c : c[i]!));
      for (const { f, args } of steps) values.push(f(...args.map((a) => values[a]!)));
      program.outputs.forEach((o, j) => (results[j]![i] = values[o]!));
    }
  };

  return {
    name: adapter.flush ? "narrow-ftz" : "narrow",
    manifest: { kinds: ["map"], arithmetic: "narrow", subnormals: adapter.flush ? "ftz" : "ieee" },
    reserve(size) {
      const storage = { bytes: size };
      memory.set(storage, new ArrayBuffer(size));
      return storage;
    },
    free: (s) => void memory.delete(s),
    write: (s, data) => bytes(s).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    read: async (s, out) => readSync(s, out),
    readSync,
    run(request: Request) {
      if (request.kind !== "map") throw new RangeError(`narrow: no kind ${request.kind}. It runs maps only.`);
      runMap(request);
      return null;
    },
    usage: () => ({ used: [...memory.keys()].reduce((n, s) => n + s.bytes, 0), reserved: 0 }),
    kernels: () => ({ built: compiled.size, cached: compiled.size }),
  };
}
