/** Evaluates a body as it is written in double-double arithmetic: the truth for bodies that are right in float64. */
import { type Ex, inOrder } from "@evenkeel/core";
import * as d from "../src/reference/dd.js";
import * as f from "../src/reference/functions.js";
import type { Exact } from "../src/reference/reference.js";

const flag = (b: boolean): d.DD => d.dd(Number(b));
const WORDS: Record<string, (...a: d.DD[]) => d.DD> = {
  add: (a, b) => d.add(a!, b!),
  sub: (a, b) => d.sub(a!, b!),
  mul: (a, b) => d.mul(a!, b!),
  div: (a, b) => d.div(a!, b!),
  sqrt: (a) => d.sqrt(a!),
  neg: (a) => d.neg(a!),
  abs: (a) => d.abs(a!),
  min: (a, b) => (d.compare(a!, b!) <= 0 ? a! : b!),
  max: (a, b) => (d.compare(a!, b!) >= 0 ? a! : b!),
  where: (c, a, b) => (c![0] ? a! : b!),
  lt: (a, b) => flag(d.compare(a!, b!) < 0),
  le: (a, b) => flag(d.compare(a!, b!) <= 0),
  eq: (a, b) => flag(d.compare(a!, b!) === 0),
  exp: (a) => f.exp(a!),
  expm1: (a) => f.expm1(a!),
  log: (a) => f.log(a!),
  log1p: (a) => f.log1p(a!),
};

export function exactly(body: Ex): Exact {
  const order = inOrder([body]);
  return (...inputs) => {
    const values = new Map<Ex, d.DD>();
    const valueOf = (e: Ex): d.DD =>
      e.word === "in" ? d.dd(inputs[e.value]!) : e.word === "const" ? d.dd(e.value) : WORDS[e.word]!(...e.args.map((a) => values.get(a)!));
    for (const e of order) values.set(e, valueOf(e));
    return values.get(body)!;
  };
}
