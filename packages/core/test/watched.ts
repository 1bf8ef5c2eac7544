/** The CPU, with every request noted, and failing on demand. */
import type { Backend, Request, Storage } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

export interface Watched extends Backend {
  readonly requests: Request[];
  /** What is reserved and not freed. */
  readonly live: Set<Storage>;
  /** How many kernels and reservations from now the one is that fails; −1: none. */
  failAt: number;
  failReserve: number;
}

export function watched(options: { limit?: number } = {}): Watched {
  const inner = cpu(options);
  const backend = Object.create(inner) as Watched;
  return Object.assign(backend, {
    requests: [] as Request[],
    live: new Set<Storage>(),
    failAt: -1,
    failReserve: -1,
    run(request: Request) {
      if (backend.failAt-- === 0) throw new Error("planted failure");
      backend.requests.push(request);
      return inner.run(request);
    },
    reserve(bytes: number) {
      if (backend.failReserve-- === 0) throw new RangeError("planted: no memory");
      const storage = inner.reserve(bytes);
      backend.live.add(storage);
      return storage;
    },
    free(storage: Storage) {
      backend.live.delete(storage);
      inner.free(storage);
    },
  });
}
