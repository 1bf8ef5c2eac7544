/**
 * The run of one map alone: an op on numbers, and on tensors of its shape whose values are there. It needs no graph and no plan, and asks for
 * what a plan of it would ask for.
 */
import type { Storage, View } from "../kinds.js";
import { single, type Program } from "../scalar/program.js";
import { numberIn } from "../tensor/create.js";
import { sameShape } from "../tensor/shape.js";
import { bytesOf, type Tensor } from "../tensor/tensor.js";
import type { Device } from "./device.js";
import { arithmeticIn, typeOfOperand } from "./plan.js";

/** Whether a node can run alone. */
export function isAlone(t: Tensor): boolean {
  if (t.op.kind !== "map" || t.stable !== t || t.value) return false;
  for (const x of t.inputs) if (x.value ? !sameShape(x.shape, t.shape) : numberIn(x) === undefined) return false;
  return true;
}

/** Computes it, and answers where its elements are; what is told later goes to `answers`. All memory is reserved before the kernel runs; if anything fails, it is given back. */
export function runAlone(d: Device, t: Tensor, answers: Promise<Error | null>[]): Storage {
  const scratch: Storage[] = [];
  let result: Storage | null = null;
  try {
    const inputs = new Array<View | number>(t.inputs.length);
    for (let k = 0; k < inputs.length; k++) {
      const x = t.inputs[k]!,
        first = t.inputs.indexOf(x);
      inputs[k] = first < k ? inputs[first]! : x.value ? lineOf(d.holding(x.value, scratch)) : numberIn(x)!;
    }
    result = d.backend.reserve(bytesOf(t));
    const answer = d.run({ kind: "map", program: programOf(t), shape: t.ndim === 1 ? t.shape : [t.size], inputs, outputs: [lineOf(result)] }, t);
    if (answer) answers.push(answer);
    return result;
  } catch (e) {
    if (result) d.backend.free(result);
    throw e;
  } finally {
    for (const s of scratch) d.backend.free(s);
  }
}
const UNIT = [1];
/** All elements of a storage, in one line. */
export const lineOf = (storage: Storage): View => ({ storage, offset: 0, strides: UNIT });

/** The program of one op, made once for the types of its operands and result. */
function programOf(t: Tensor): Program {
  const { op, dtype, inputs } = t;
  for (const p of op.programs) if (p.steps[0]!.dtype === dtype && takes(p, inputs)) return p;
  const program = single(op.body!, inputs.map(typeOfOperand), dtype, arithmeticIn(t));
  op.programs.push(program);
  return program;
}
function takes(p: Program, inputs: readonly Tensor[]): boolean {
  for (let i = 0; i < inputs.length; i++) if (typeOfOperand(inputs[i]!) !== p.inputs[i]) return false;
  return true;
}
