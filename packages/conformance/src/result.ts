/** The committed record of a finished sweep, results/<op>.json, and the record of one under way. */
import { CHUNK, chunksOf, CHUNKS, type Tally } from "./sweep.js";
import { hex32 } from "./ulp.js";

export interface SweepResult {
  readonly op: string;
  /** The arithmetic whose kernel was swept, as the backend's manifest calls it. */
  readonly arithmetic: "wide" | "narrow";
  readonly date: string;
  /** The project's last commit when it was swept. */
  readonly commit: string;
  /** How many inputs: 2³², or one of every so many. */
  readonly count: number;
  readonly worstUlp: number;
  /** The bits of the input with the greatest error. */
  readonly worstAt: string;
  readonly wrongRounded: number;
  readonly over: number;
  /** 64 bits over all chunk hashes. */
  readonly hash: string;
  /** A hash of 32 bits for each chunk of 2²² inputs, little-endian, base64. */
  readonly chunks: string;
}

/** What only who runs a sweep can know. */
export type Origin = Pick<SweepResult, "op" | "arithmetic" | "date" | "commit">;

export function toResult(origin: Origin, tally: Tally, every = 1): SweepResult {
  const { op } = origin,
    all = chunksOf({ every });
  if (tally.hashes.length !== all) throw new RangeError(`${op}: the sweep stopped after ${tally.hashes.length} of ${all} chunks. Let it finish.`);
  const { worstUlp, wrongRounded, over } = tally;
  const chunks = encode(tally.hashes),
    hash = hashOf(tally.hashes);
  return { ...origin, count: all * CHUNK, worstUlp, worstAt: hex32(fromBits(tally.worstAt)), wrongRounded, over, hash, chunks };
}

/** Reads a record and checks it against its own hash. */
export function parseResult(text: string): SweepResult & { readonly hashes: Uint32Array } {
  const result = JSON.parse(text) as SweepResult,
    hashes = decode(result.chunks);
  if (hashes.length * CHUNK !== result.count || hashes.length > CHUNKS || hashOf(hashes) !== result.hash)
    throw new RangeError(`${result.op}: the chunk hashes do not give ${result.hash}. Run the sweep again.`);
  return { ...result, hashes };
}

/** The float32 with these bits. */
export const fromBits = (bits: number): number => new Float32Array(new Uint32Array([bits]).buffer)[0]!;

/** Two independent 32-bit mixes, in hex. */
function hashOf(hashes: ArrayLike<number>): string {
  const half = (seed: number, factor: number): string => {
    let h = seed;
    for (let i = 0; i < hashes.length; i++) {
      h = Math.imul(h ^ hashes[i]!, factor);
      h ^= h >>> 15;
    }
    return (h >>> 0).toString(16).padStart(8, "0");
  };
  return half(0x811c9dc5, 0x9e3779b1) + half(0x27d4eb2f, 0x85ebca6b);
}

function encode(hashes: readonly number[]): string {
  const bytes = new DataView(new ArrayBuffer(4 * hashes.length));
  hashes.forEach((h, i) => bytes.setUint32(4 * i, h, true));
  return btoa(String.fromCharCode(...new Uint8Array(bytes.buffer)));
}

function decode(text: string): Uint32Array {
  const bytes = new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  return Uint32Array.from({ length: bytes.byteLength / 4 }, (_, i) => bytes.getUint32(4 * i, true));
}
