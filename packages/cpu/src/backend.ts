/** The CPU as a backend: WebAssembly kernels over one memory. A request is done when `run` returns. */
import type { Backend, Fault, Kind, Request, Storage } from "@evenkeel/core";
import { copy } from "./kinds/copy.js";
import { gather } from "./kinds/gather.js";
import { map } from "./kinds/map.js";
import { matmul } from "./kinds/matmul.js";
import { reduce } from "./kinds/reduce.js";
import { scatter } from "./kinds/scatter.js";
import { Machine, type Block } from "./machine.js";

type Run<R extends Request> = (machine: Machine, request: R) => Fault | null;
const kinds: { readonly [K in Kind]: Run<Extract<Request, { kind: K }>> } = { map, reduce, copy, matmul, gather, scatter };

/** A CPU of its own memory, which is at most `limit` bytes (4 GiB if not said). */
export function cpu({ limit }: { readonly limit?: number } = {}): Backend {
  const machine = new Machine(limit);
  const readSync = (storage: Storage, out: ArrayBufferView): void => {
    // Three views cost more than a few elements.
    if (out instanceof Float32Array && out.length <= FEW)
      for (let i = 0, at = (storage as Block).address >>> 2; i < out.length; i++) out[i] = machine.memory.f32[at + i]!;
    else bytesOf(out).set(machine.bytes(storage as Block, out.byteLength));
  };
  return {
    name: "cpu",
    manifest: { kinds: Object.keys(kinds) as Kind[], arithmetic: "wide", subnormals: "ieee" },
    reserve: (bytes) => machine.reserve(bytes),
    free: (storage) => machine.free(storage as Block),
    write: (storage, data) => machine.bytes(storage as Block, data.byteLength).set(bytesOf(data)),
    read: async (storage, out) => readSync(storage, out),
    readSync,
    run: (request) => (kinds[request.kind] as Run<Request>)(machine, request),
    usage: () => ({ used: machine.used, reserved: machine.memory.u8.length }),
    kernels: () => ({ built: machine.built, cached: machine.cached }),
  };
}

const FEW = 64;
const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
