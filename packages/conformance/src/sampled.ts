/**
 * Millions of stratified inputs of an op's value and of each derivative, in pieces that differ in their seed. A part that was done is known by the bits of its first piece: what
 * still gives them is not done again.
 */
import type { Backend, Facts } from "@evenkeel/core";
import { applyBody } from "./apply.js";
import type { Reference } from "./reference/reference.js";
import type { Finding } from "./row.js";
import { inputsOf, type Part, partsOf } from "./run.js";
import { hashOutputs } from "./sweep.js";
import { hex32 } from "./ulp.js";

/** Inputs of a part at least, and of a piece about. */
export interface Size {
  readonly samples: number;
  readonly piece: number;
}
const SIZE: Size = { samples: 2 ** 22, piece: 2 ** 18 };
const SEED = 20_261_127;

/** The committed record of a part. */
export interface Sampled {
  readonly inputs: number;
  readonly bound: number;
  readonly worstUlp: number;
  /** The bits of the inputs with the greatest error. */
  readonly worstAt: readonly string[];
  readonly failed: number;
  /** 32 bits over the results of the first piece. */
  readonly hash: string;
}

/** Parts of an op that are not in `done`, or give other bits than those there; `after` is told of each. Answers how many results failed. */
export async function sample(
  backend: Backend,
  f: Facts,
  reference: Reference,
  done: Readonly<Record<string, Sampled>>,
  wanted: (part: Finding["part"]) => boolean,
  after: (part: Finding["part"], found: Sampled, sentences: readonly string[]) => void,
  size = SIZE,
): Promise<number> {
  let failed = 0;
  for (const part of partsOf(f, reference)) {
    if (!wanted(part.name)) continue;
    const hash = (hashOutputs(await applyBody(backend, part.body, inputsOf(f, size.piece, SEED))) >>> 0).toString(16).padStart(8, "0"),
      before = done[part.name];
    if (before?.hash === hash) {
      failed += before.failed;
      continue;
    }
    const { found, sentences } = await samplePart(backend, f, part, hash, size);
    failed += found.failed;
    after(part.name, found, sentences);
  }
  return failed;
}

async function samplePart(
  backend: Backend,
  f: Facts,
  part: Part,
  hash: string,
  { samples, piece: each }: Size,
): Promise<{ found: Sampled; sentences: readonly string[] }> {
  let worst: Finding | null = null,
    inputs = 0,
    failed = 0;
  const sentences: string[] = [];
  for (let piece = 0; inputs < samples; piece++) {
    const found = await part.at(backend, inputsOf(f, each, SEED + piece), worst?.worst);
    inputs += found.inputs;
    failed += found.failed;
    sentences.push(...found.failures.map(({ sentence }) => sentence));
    if (!worst || found.worst > worst.worst) worst = found;
  }
  const { bound, worst: worstUlp, worstAt } = worst!;
  return { found: { inputs, bound, worstUlp, worstAt: worstAt.map(hex32), failed, hash }, sentences: sentences.slice(0, 5) };
}
