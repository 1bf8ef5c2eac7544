/** A fixed corpus and the SHA-256 of all that a backend makes of it: the same on every engine and processor, if no bit differs. */
import {
  type Backend,
  cumsum,
  type Ex,
  type Facts,
  generator,
  logsumexp,
  matmul,
  mean,
  rand,
  randn,
  reshape,
  setDefaultDevice,
  softmax,
  sort,
  sum,
  tensor,
  type Tensor,
} from "@evenkeel/core";
import { applyBody } from "./apply.js";
import { stratified } from "./cases.js";
import { stratified64 } from "./cases64.js";

const COUNT = 9_000,
  SEED = 20_261_127;

export interface Digest {
  /** Of all. */
  readonly hash: string;
  /** The beginning of each part's own, by its name. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Every row and its derivatives, in float32 and float64, on stratified inputs; and what adds, sorts and draws, through ops. */
export async function digest(backend: Backend, facts: readonly Facts[]): Promise<Digest> {
  const parts: Record<string, string> = {},
    hashes: Uint8Array[] = [];
  const enter = async (name: string, results: readonly (Float32Array | Float64Array | Int32Array)[]): Promise<void> => {
    const whole = await sha256(joined(results.map(bytes)));
    hashes.push(whole);
    parts[name] = hex(whole).slice(0, 16);
  };
  for (const f of [...facts].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const bodies = [f.body, ...f.derivatives.map((d) => d.body)];
    await enter(f.name, [...(await applied(backend, f, bodies, stratified)), ...(await applied(backend, f, bodies, stratified64))]);
  }
  setDefaultDevice(backend);
  for (const [name, run] of Object.entries(STRUCTURAL)) await enter(name, [(await run().data()) as Float32Array]);
  return { hash: hex(await sha256(joined(hashes))), parts };
}

async function applied<T extends Float32Array | Float64Array>(
  backend: Backend,
  { arity, hard }: Facts,
  bodies: readonly Ex[],
  make: (count: number, seed: number, hard: readonly number[]) => T,
): Promise<T[]> {
  const inputs = Array.from({ length: arity }, (_, k) => make(COUNT, SEED + k, hard)),
    // Operands of other seeds meet in another order: else exponents would only meet their equals.
    mixed = inputs.map((x, k) => x.map((_, i) => x[(i * (1 + 2 * k * 97)) % x.length]!) as T);
  const out: T[] = [];
  for (const body of bodies) out.push((await applyBody(backend, body, mixed)).slice() as T);
  return out;
}

const values = (): Tensor => tensor(stratified(COUNT, SEED).filter((x) => Math.abs(x) < 2 ** 40));
const square = (): Tensor => reshape(tensor(values().dataSync().slice(0, 4096)), [64, 64]);
/** Random numbers and what is added in an order of its own. */
const STRUCTURAL: Readonly<Record<string, () => Tensor>> = {
  sum: () => sum(values()),
  mean: () => mean(square(), 0),
  matmul: () => matmul(square(), square()),
  cumsum: () => cumsum(square(), 1),
  softmax: () => softmax(square(), 1),
  logsumexp: () => logsumexp(square(), 0),
  sort: () => sort(square(), 1).values,
  rand: () => rand([1000], { generator: generator(7) }),
  randn: () => randn([1000], { generator: generator(7) }),
};

/** All NaNs count as one. */
function bytes(x: Float32Array | Float64Array | Int32Array): Uint8Array {
  const one = x.map((v) => (v === v ? v : NaN));
  return new Uint8Array(one.buffer, one.byteOffset, one.byteLength);
}
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
const sha256 = async (data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hex = (x: Uint8Array): string => Array.from(x, (b) => b.toString(16).padStart(2, "0")).join("");
