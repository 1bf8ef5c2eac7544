/** Runs one body on a backend, element by element, through the backend's own contract: what a kernel of that single op computes. */
import { type Backend, type Ex, type MapRequest, single, type Storage } from "@evenkeel/core";

/** body(inputs[0][i], inputs[1][i], …) for every i. */
export async function applyBody(backend: Backend, body: Ex, inputs: readonly Float32Array[]): Promise<Float32Array> {
  const kernel = prepare(backend, body, inputs.length, inputs[0]!.length);
  try {
    return await kernel.run(inputs);
  } finally {
    kernel.free();
  }
}

export interface Prepared {
  /** The result is the same array each time. */
  run(inputs: readonly Float32Array[]): Promise<Float32Array>;
  free(): void;
}

/** The same for many arrays of one length, in memory that is reserved once. */
export function prepare(backend: Backend, body: Ex, arity: number, length: number): Prepared {
  const storages = Array.from({ length: arity + 1 }, () => backend.reserve(4 * length));
  const view = (storage: Storage) => ({ storage, offset: 0, strides: [1] });
  const request: MapRequest = {
    kind: "map",
    program: single(body, new Array<"float32">(arity).fill("float32")),
    shape: [length],
    inputs: storages.slice(0, arity).map(view),
    outputs: [view(storages[arity]!)],
  };
  const out = new Float32Array(length);
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
