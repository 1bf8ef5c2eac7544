/** The CPU as a backend: WebAssembly kernels over one memory. A request is done when `run` returns. */
import type { Backend, Fault, Kind, Request, RowsRequest, Storage } from "@evenkeel/core";
import { half } from "./half.js";
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
import { Machine, type Block } from "./machine.js";
import { float64 } from "./math/float64/index.js";
import { words } from "./math/index.js";
import type { Formats } from "./types.js";

type Run<R extends Request> = (machine: Machine, request: R) => Fault | null;
export type Kinds = { readonly [K in Exclude<Kind, "rows">]: Run<Extract<Request, { kind: K }>> } & {
  readonly rows: Run<RowsRequest> & Required<Pick<Backend, "join">>;
};

/** A CPU of its own memory, which is at most `limit` bytes (4 GiB if not said). */
export const cpu = ({ limit }: { readonly limit?: number } = {}): Backend =>
  makeCpu({ map, reduce, rows, copy, concat, matmul, conv, pool, gather, scatter, scan, sort, random } satisfies Kinds, {
    limit,
    words,
    float64,
    half,
  });

/**
 * The same of some kinds only, so that a page need not load the others: `makeCpu({ map, reduce, copy })`. `words` are the elementary
 * functions beside e^x and log x that it uses; `float64` and `half` (float16 and bfloat16) are for those who compute with these types. A run that needs more throws TypeError and says what.
 */
export function makeCpu(kinds: Partial<Kinds>, options: { readonly limit?: number | undefined } & Partial<Formats> = {}): Backend {
  const { limit, words = {}, float64 = null, half = null } = options,
    machine = new Machine(limit, { words, float64, half });
  const runOf = (kind: Kind): Run<Request> => (kinds[kind] as Run<Request> | undefined) ?? absent;
  // Views of a few elements cost more than they do.
  const few = (data: ArrayBufferView): data is Float32Array => data instanceof Float32Array && data.length <= FEW;
  const write = (storage: Storage, data: ArrayBufferView): void => {
    if (!few(data)) return machine.bytes(storage as Block, data.byteLength).set(bytesOf(data));
    const at = machine.start(storage as Block, 4 * data.length) >>> 2;
    for (let i = 0; i < data.length; i++) machine.memory.f32[at + i] = data[i]!;
  };
  const readSync = (storage: Storage, out: ArrayBufferView): void => {
    if (!few(out)) return bytesOf(out).set(machine.bytes(storage as Block, out.byteLength));
    const at = machine.start(storage as Block, 4 * out.length) >>> 2;
    for (let i = 0; i < out.length; i++) out[i] = machine.memory.f32[at + i]!;
  };
  return {
    name: "cpu",
    manifest: { kinds: Object.keys(kinds) as Kind[], arithmetic: "wide", subnormals: "ieee" },
    reserve: (bytes) => machine.reserve(bytes),
    free: (storage) => machine.free(storage as Block),
    write,
    read: async (storage, out) => readSync(storage, out),
    readSync,
    run: (request) => (request.kind === "map" && kinds.map ? kinds.map(machine, request) : runOf(request.kind)(machine, request)),
    ...(kinds.rows && { join: kinds.rows.join }),
    usage: () => ({ used: machine.used, reserved: machine.memory.u8.length }),
    kernels: () => ({ built: machine.built, cached: machine.cached }),
  };
}

function absent(_: Machine, { kind }: Request): never {
  throw new TypeError(`cpu: the kind ${kind} was left out of this backend. Pass it to makeCpu, or use cpu().`);
}
const FEW = 64;
const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
