/** WebGPU as a backend: kernels in WGSL, printed for the program at hand; what it is asked for is done in order, and answered when it is read. */
import type { Backend, Fault, Kind, Request } from "@evenkeel/core";
import type { Block } from "./buffers.js";
import type { Gpu } from "./gpu.js";
import { concat } from "./kinds/concat.js";
import { conv } from "./kinds/conv.js";
import { copy } from "./kinds/copy.js";
import { gather } from "./kinds/gather.js";
import { map } from "./kinds/map.js";
import { matmul } from "./kinds/matmul.js";
import { pool } from "./kinds/pool.js";
import { random } from "./kinds/random.js";
import { reduce } from "./kinds/reduce.js";
import { rows } from "./kinds/rows.js";
import { scan } from "./kinds/scan.js";
import { scatter } from "./kinds/scatter.js";
import { sort } from "./kinds/sort.js";
import { inParts } from "./parts.js";
import { type Numerics, probed } from "./probe.js";

type Run<R extends Request> = (gpu: Gpu, request: R) => Fault | null | Promise<Fault | null>;
const KINDS: { readonly [K in Kind]?: Run<Extract<Request, { kind: K }>> } = {
  map,
  reduce,
  rows,
  conv,
  copy,
  concat,
  gather,
  matmul,
  pool,
  random,
  scatter,
  scan,
  sort,
};

/** A GPU as a backend, and how it computes. */
export interface WebgpuBackend extends Backend {
  readonly numerics: Numerics;
}

/** @internal */
export async function probedBackend(device: GPUDevice): Promise<WebgpuBackend> {
  const { gpu, numerics } = await probed(device);
  if (!numerics.verified)
    console.warn(
      "webgpu: this adapter computes otherwise than it must, with floats and with integers: its numbers may be off by more than is stated. Use cpu() where that matters.",
    );
  return backend(gpu, numerics);
}

/** @internal */
export function backend(gpu: Gpu, numerics: Numerics): WebgpuBackend {
  return {
    name: "webgpu",
    numerics,
    manifest: {
      kinds: Object.keys(KINDS) as Kind[],
      arithmetic: "narrow",
      subnormals: "ftz",
      dtypes: ["float32", "int32", "uint8", "bool", "float16", "bfloat16"],
    },
    reserve: (bytes) => gpu.reserve(bytes),
    free: (storage) => gpu.free(storage as Block),
    write: (storage, data) => gpu.write(storage as Block, data),
    read: (storage, out) => gpu.read(storage as Block, out),
    run(request) {
      const kind = KINDS[request.kind] as Run<Request> | undefined;
      if (!kind) throw new TypeError(`webgpu: there is no kind ${request.kind}.`);
      gpu.begin();
      const fault = gpu.hasPieces ? inParts(request, (part) => (KINDS[part.kind] as Run<Request>)(gpu, part)) : kind(gpu, request),
        outcome = gpu.outcome();
      return outcome ? outcome.then((found) => found ?? fault) : fault;
    },
    join: rows.join,
    usage: () => ({ used: gpu.buffers.used, reserved: gpu.buffers.reserved }),
    kernels: () => ({ built: gpu.built, cached: gpu.cached }),
    readbacks: () => ({ ...gpu.readbacks }),
  };
}
