/** Counts what is asked of WebGPU, by whatever library: the methods of a host's own objects are wrapped, so that all of a process are counted alike. */

export interface Traffic {
  dispatches: number;
  submits: number;
  /** Bytes brought in, brought out, and copied from buffer to buffer (what is read back is copied once before). */
  written: number;
  read: number;
  copied: number;
}

/** The counts of this process from now on: `reset` begins anew, `since` says what was asked since then, of each of `steps`. */
export async function countTraffic(gpu: GPU): Promise<{ reset(): void; since(steps?: number): Traffic }> {
  const device = await (await gpu.requestAdapter())!.requestDevice(),
    encoder = device.createCommandEncoder(),
    pass = encoder.beginComputePass(),
    buffer = device.createBuffer({ size: 4, usage: 4 });
  const found: Traffic = { dispatches: 0, submits: 0, written: 0, read: 0, copied: 0 };
  wrap(pass, "dispatchWorkgroups", () => void found.dispatches++);
  wrap(pass, "dispatchWorkgroupsIndirect", () => void found.dispatches++);
  wrap(device.queue, "submit", () => void found.submits++);
  wrap(device.queue, "writeBuffer", (_buffer, _at, data, from, size) => {
    const { byteLength, BYTES_PER_ELEMENT = 1 } = data as ArrayBufferView & { BYTES_PER_ELEMENT?: number };
    found.written += size === undefined ? byteLength - (from ?? 0) * BYTES_PER_ELEMENT : size * BYTES_PER_ELEMENT;
  });
  wrap(device, "createBuffer", ({ mappedAtCreation, size }) => void (found.written += mappedAtCreation ? size : 0));
  wrap(encoder, "copyBufferToBuffer", (...given) => void (found.copied += (given.length > 3 ? given[4] : given[2]) as number));
  wrap(buffer, "mapAsync", function (this: GPUBuffer, _mode, at = 0, size) {
    found.read += size ?? this.size - at;
  });
  device.destroy();
  const zero = { ...found };
  let before = { ...zero };
  return {
    reset: () => void (before = { ...found }),
    since: (steps = 1) =>
      Object.fromEntries(
        Object.keys(zero).map((name) => [name, (found[name as keyof Traffic] - before[name as keyof Traffic]) / steps]),
      ) as unknown as Traffic,
  };
}

/** Tells `seen` of every call of a method of all objects like this one. */
function wrap<T extends object, K extends keyof T>(
  like: T,
  name: K,
  seen: T[K] extends (...given: infer G) => unknown ? (this: T, ...given: G) => void : never,
): void {
  const shared = Object.getPrototypeOf(like) as T,
    method = shared[name] as (...given: unknown[]) => unknown;
  shared[name] = function (this: T, ...given: unknown[]) {
    (seen as (...given: unknown[]) => void).apply(this, given);
    return method.apply(this, given);
  } as T[K];
}
