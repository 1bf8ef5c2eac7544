/**
 * Operands that are larger than a binding may be: a device that may bind little at once beside one that may bind all, asked the same. Every bit is the same, and every binding is
 * as small as it must be. What has too many pieces for one kernel, and results that are of all of them, is refused with its reason.
 */
import { describe, expect, test } from "vitest";
import type { Backend, Kind, Storage } from "@evenkeel/core";
import { KINDS, runKind } from "@evenkeel/conformance";
import {
  add,
  backward,
  cat,
  conv2d,
  embedding,
  lt,
  matmul,
  mul,
  optim,
  parameter,
  permute,
  read,
  setDefaultDevice,
  softmax,
  sub,
  sum,
  tensor,
  type Tensor,
  transpose,
  where,
} from "evenkeel";
import { backend } from "../src/backend.js";
import { Gpu } from "../src/gpu.js";
import { expendable, gpu } from "./device.js";

/** Storage here and there; `open` where one of them refused to write it. */
interface Twin extends Storage {
  readonly sides: readonly [Storage, Storage];
  open: boolean;
}
interface Watched extends Backend {
  /** Bytes of a binding at most. */
  readonly most: number;
  /** The largest binding of an operand; how many bindings began within a buffer; and which kinds were refused how often. */
  readonly seen: { largest: number; parts: number; refused: Record<string, number> };
}

/** A backend that asks both, and throws where what is read is not the same. */
async function twins(most: number): Promise<Watched> {
  const { device } = await expendable(),
    seen: Watched["seen"] = { largest: 0, parts: 0, refused: {} },
    bind = device.createBindGroup.bind(device),
    small = backend(new Gpu(device, false, most), { sums: "float", verified: true }),
    both = [gpu, small] as const;
  device.createBindGroup = (d) => {
    for (const { size = Infinity, offset = 0 } of [...d.entries].slice(1).map(({ resource }) => resource as GPUBufferBinding)) {
      seen.largest = Math.max(seen.largest, size);
      seen.parts += +(offset > 0);
    }
    return bind(d);
  };
  return {
    ...gpu,
    name: "twins",
    most,
    seen,
    reserve: (bytes): Twin => ({ bytes, sides: [gpu.reserve(bytes), small.reserve(bytes)], open: false }),
    free: (s) => both.forEach((b, i) => b.free((s as Twin).sides[i]!)),
    write: (s, data) => both.forEach((b, i) => b.write((s as Twin).sides[i]!, data)),
    async read(s, out) {
      const { sides, open } = s as Twin,
        other = new Uint8Array(out.byteLength);
      await Promise.all([gpu.read(sides[0], out), small.read(sides[1], other)]);
      const here = new Uint8Array(out.buffer, out.byteOffset, out.byteLength),
        at = open ? -1 : here.findIndex((x, i) => x !== other[i]);
      if (at >= 0) throw new Error(`byte ${at} of ${out.byteLength} is another`);
    },
    run(request) {
      const answer = gpu.run(onSide(request, 0));
      let other: typeof answer;
      try {
        other = small.run(onSide(request, 1));
      } catch (e) {
        expect((e as Error).message).toMatch(/^webgpu: a kernel of kind \w+ needs \d+ pieces of memory of at most \d+ bytes, and is given 8\./);
        seen.refused[request.kind] = 1 + (seen.refused[request.kind] ?? 0);
        onSide(request, "open");
        return answer;
      }
      return Promise.all([answer, other]).then(([a, b]) => {
        expect(b).toEqual(a);
        return a;
      });
    },
  };
}
/** The request with the storage of a side. Programs have no storage in them. */
function onSide<T>(x: T, side: 0 | 1 | "open"): T {
  if (typeof x !== "object" || x === null) return x;
  if ("sides" in x) {
    const twin = x as unknown as Twin;
    if (side === "open") twin.open = true;
    return twin.sides[side === "open" ? 0 : side] as T;
  }
  if (Array.isArray(x)) return x.map((y) => onSide(y, side) as unknown) as T;
  return Object.fromEntries(Object.entries(x).map(([key, y]) => [key, key === "program" || key === "draw" ? y : onSide(y, side)])) as T;
}

/** Kinds whose rows, lines, products and tables are wholes; of the others nothing is refused. */
const WHOLES: readonly Kind[] = ["reduce", "matmul", "conv", "gather", "scatter", "scan", "sort"];

/** Bytes of a binding, of which each case has several; fewer make more kernels, which take long to compile. */
const LIMITS: { readonly [K in Kind]?: number } = { pool: 512, reduce: 16384, sort: 32768, scan: 16384, matmul: 16384 };

describe("the cases of kinds", () => {
  test.each(Object.keys(KINDS) as Exclude<Kind, "map">[])(
    "%s",
    async (kind) => {
      const on = await twins(LIMITS[kind] ?? 4096);
      const { failures, cases } = await runKind(on, kind);
      expect(failures.map((f) => f.sentence)).toEqual([]);
      const { largest, refused, parts } = on.seen;
      expect(largest).toBeLessThanOrEqual(on.most);
      // Its cases are small; a table in pieces is below.
      if (kind !== "gather") expect(parts).toBeGreaterThan(0);
      expect(Object.values(refused).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(WHOLES.includes(kind) ? cases / 8 : 0);
    },
    300_000,
  );
});

const waves = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(12.9898 * i + seed)),
    { shape },
  );

test("what users write is the same in parts", async () => {
  const on = await twins(16384);
  setDefaultDevice(on);
  const [a, b, c] = [waves([40, 3, 50], 1), waves([3, 1], 2), waves([3, 40, 50], 3)] as const,
    [x, kernels] = [waves([3, 4, 20, 20], 4), waves([5, 4, 3, 3], 5)];
  const picked = tensor(Int32Array.from({ length: 350 }, (_, i) => (i * 37) % 600)),
    table = parameter(waves([600, 20], 6)),
    filter = parameter(kernels),
    optimizer = new optim.Adam([table, filter], { lr: 0.1 });
  await read(
    // Of bytes, whose rows begin within a word, and of operands that repeat, and that lie otherwise.
    lt(a, b),
    where(lt(a, b), permute(c, [1, 0, 2]), 2),
    Array.from({ length: 20 }, (_, i) => waves([4200], i)).reduce((p, q, i) => (i % 2 ? sub(p, q) : add(p, q))),
    softmax(waves([50, 120], 7), -1),
    sum(waves([21, 300], 8)),
    cat([lt(a, 0), lt(a, b)], -1),
    cat([a, mul(b, a)], 1),
    transpose(waves([70, 80], 9), 0, 1),
    matmul(waves([120, 40], 10), waves([40, 30], 11)),
  );
  backward(add(sum(mul(embedding(table, picked), waves([350, 20], 12))), sum(mul(conv2d(x, filter), 0.5))));
  optimizer.step();
  await read(table, filter);
  expect(on.seen.refused).toEqual({});
  expect(on.seen.largest).toBeLessThanOrEqual(on.most);
}, 300_000);
