/**
 * The structural kinds (reduce, rows, copy, concat, matmul, conv, pool, gather, scatter, scan, sort, random) on a backend: sizes 0 and 1, sizes around every block, transposed, repeated
 * and flipped layouts, ill-conditioned data, indices out of range; against the references, errors measured by Σ|terms| and u of the type.
 */
import type { Backend, DType, Fault, Request, View } from "@evenkeel/core";
import { type Question, shareOf, verdict, type Verdict } from "../judge.js";
import { errorOf, FORMATS, ulpOf } from "../ulp.js";
import { type CaseMaker, type KindCase } from "./case.js";
import { concatCases } from "./concat.js";
import { convCases } from "./conv.js";
import { copyCases } from "./copy.js";
import { gatherCases } from "./gather.js";
import { matmulCases } from "./matmul.js";
import { Memory } from "./memory.js";
import { poolCases } from "./pool.js";
import { randomCases } from "./random.js";
import { reduceCases } from "./reduce.js";
import { rowsCases } from "./rows.js";
import { scanCases } from "./scan.js";
import { scatterCases } from "./scatter.js";
import { sortCases } from "./sort.js";

export const KINDS: Readonly<Record<Exclude<Request["kind"], "map">, CaseMaker>> = {
  reduce: reduceCases,
  rows: rowsCases,
  copy: copyCases,
  concat: concatCases,
  matmul: matmulCases,
  conv: convCases,
  pool: poolCases,
  gather: gatherCases,
  scatter: scatterCases,
  scan: scanCases,
  sort: sortCases,
  random: randomCases,
};

export interface KindFinding {
  readonly kind: string;
  readonly cases: number;
  readonly elements: number;
  /** The greatest error beyond ½ ulp, in u·Σ|terms|. */
  readonly worstTerms: number;
  /** The greatest share of a bound that an error takes, and in which case. */
  readonly worst: { readonly share: number; readonly name: string };
  readonly failures: readonly Verdict[];
}

export async function runKind(backend: Backend, kind: keyof typeof KINDS, seed = 20_261_122): Promise<KindFinding> {
  const memory = new Memory(backend),
    failures: Verdict[] = [];
  let elements = 0,
    worstTerms = 0,
    worst = { share: 0, name: "" };
  try {
    const cases = KINDS[kind](memory, seed).filter((c) =>
      typesOf(c).every((dtype) => !backend.manifest.dtypes || backend.manifest.dtypes.includes(dtype)),
    );
    for (const c of cases) {
      const found = await judgeCase(backend, memory, c);
      failures.push(...found.failures);
      worstTerms = Math.max(worstTerms, found.worstTerms);
      if (found.share > worst.share) worst = { share: found.share, name: c.name };
      elements += c.want.length;
    }
    return { kind, cases: cases.length, elements, worstTerms, worst, failures };
  } finally {
    memory.free();
  }
}

async function judgeCase(backend: Backend, memory: Memory, c: KindCase): Promise<{ failures: Verdict[]; worstTerms: number; share: number }> {
  const { dtype = "float32" } = c,
    format = FORMATS[dtype === "float64" ? "float64" : "float32"];
  const address = (i: number | string) => () => `${c.request.kind}:${SHORT[dtype]}:${backend.name}:${c.name} [${i}]`;
  const answer = backend.run(c.request),
    got = await memory.read(outputOf(c.request), c.want.length, dtype),
    fault = faultOf(await answer),
    failures: Verdict[] = [];
  let worstTerms = 0,
    share = 0;
  if (fault !== c.fault)
    failures.push({ pass: false, ulps: NaN, sentence: `${c.request.kind} ${c.name}: the fault is ${fault}, and should be ${c.fault}.` });
  c.want.forEach((want, i) => {
    if (want === null) return;
    const { value, magnitude } = typeof want === "number" ? { value: [want, 0] as const, magnitude: 0 } : want;
    const leniency = { subnormals: backend.manifest.subnormals, zeros: typeof want === "number" ? "ieee" : "either" } as const;
    const question: Question = { address: address(i), inputs: [], got: got[i]!, format, truth: value, magnitude, bound: c.bound, leniency };
    const v = verdict(question);
    if (!v.pass) failures.push(v);
    else share = Math.max(share, shareOf(question));
    // What may be flushed is no distance.
    const isFlushed = v.pass && leniency.subnormals === "ftz" && Math.abs(value[0]) < 2 ** format.emin;
    if (v.ulps > 0.5 && magnitude > 0 && !isFlushed)
      worstTerms = Math.max(worstTerms, (errorOf(got[i]!, value, format) - ulpOf(value[0], format) / 2) / (2 ** -format.p * magnitude));
  });
  return { failures, worstTerms, share };
}

/** Of the operands that a case is about. */
const typesOf = ({ request, dtype }: KindCase): DType[] => [...(dtype ? [dtype] : []), ...("dtype" in request ? [request.dtype] : [])];

const SHORT = { float32: "f32", float64: "f64", int32: "i32" } as const;
const faultOf = (fault: Fault | null): KindCase["fault"] =>
  fault ? ("index" in fault ? fault.index : "overflow" in fault ? "overflow" : NaN) : null;
/** What is judged of an answer. */
export const outputOf = (r: Request): View =>
  r.kind === "rows" ? r.stages.at(-1)!.outputs[0]! : r.kind === "map" || r.kind === "reduce" ? r.outputs[0]! : r.kind === "matmul" ? r.c : r.output;
