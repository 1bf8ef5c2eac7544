/** Runs one body on a backend, element by element, through the backend's own contract: what a kernel of that single op computes. */
import { type Backend, type Ex, type MapRequest, single, type Storage } from "@evenkeel/core";

type Floats = Float32Array | Float64Array;

/** body(inputs[0][i], inputs[1][i], …) for every i, in the type of the inputs. */
export async function applyBody<T extends Floats>(backend: Backend, body: Ex, inputs: readonly T[]): Promise<T> {
  const kernel = prepare(backend, body, inputs.length, inputs[0]!.length, inputs[0]!);
  try {
    return await kernel.run(inputs);
  } finally {
    kernel.free();
  }
}

export interface Prepared<T extends Floats = Float32Array> {
  /** The result is the same array each time. */
  run(inputs: readonly T[]): Promise<T>;
  free(): void;
}

/** The same for many arrays of one length and of the type of `like` (float32 unless given), in memory that is reserved once. */
export function prepare<T extends Floats = Float32Array>(backend: Backend, body: Ex, arity: number, length: number, like?: T): Prepared<T> {
  const out = (like instanceof Float64Array ? new Float64Array(length) : new Float32Array(length)) as T,
    dtype = like instanceof Float64Array ? "float64" : "float32";
  const storages = Array.from({ length: arity + 1 }, () => backend.reserve(out.byteLength));
  const view = (storage: Storage) => ({ storage, offset: 0, strides: [1] });
  const request: MapRequest = {
    kind: "map",
    program: single(body, new Array<typeof dtype>(arity).fill(dtype), dtype),
    shape: [length],
    inputs: storages.slice(0, arity).map(view),
    outputs: [view(storages[arity]!)],
  };
  return {
    async run(inputs) {
      inputs.forEach((x, i) => backend.write(storages[i]!, x));
      backend.run(request);
      if (backend.readSync) backend.readSync(storages[arity]!, out);
      else await backend.read(storages[arity]!, out);
      return out;
    },
    free: () => storages.forEach((s) => backend.free(s)),
  };
}
