/**
 * The run of one op alone: a map of numbers and of tensors of its shape whose values are there, or an op of another kind on values and views of them. It
 * needs no graph and no plan, and asks for what a plan of it would ask for.
 */
import type { Request, Storage, View } from "../kinds.js";
import { single, type Program } from "../scalar/program.js";
import { numberIn } from "../tensor/create.js";
import { contiguous, sameShape } from "../tensor/shape.js";
import { bytesOf, type Tensor } from "../tensor/tensor.js";
import type { Device } from "./device.js";
import { arithmeticIn, typeOfOperand } from "./plan.js";

/** Whether a node can run alone. What an index can fail, or has a line to be told, is located in a graph. */
export function isAlone(t: Tensor): boolean {
  const { kind, numbers } = t.op;
  if (t.stable !== t || t.value || numbers || (kind !== "map" && (kind !== "direct" || t.line))) return false;
  for (const x of t.inputs)
    if (
      kind === "map"
        ? x.value
          ? !sameShape(x.shape, t.shape)
          : numberIn(x) === undefined
        : !(x.value ?? x.layout?.base.value) || x.dtype === "int32"
    )
      return false;
  return true;
}

/**
 * Computes it, and answers where its elements are: in `into`, if that is given. What is told later goes to `answers`. All memory is reserved before the
 * kernel runs; if anything fails, it is given back. `writing` is called before the kernel.
 */
export function runAlone(d: Device, t: Tensor, answers: Promise<Error | null>[], into?: Storage, writing?: () => void): Storage {
  const scratch: Storage[] = [];
  let result: Storage | null = null;
  try {
    const inputs = new Array<View | number>(t.inputs.length);
    for (let k = 0; k < inputs.length; k++) {
      const x = t.inputs[k]!,
        first = t.inputs.indexOf(x);
      inputs[k] =
        first < k ? inputs[first]! : t.op.kind === "direct" ? viewOf(d, x, scratch) : x.value ? lineOf(d.holding(x.value, scratch)) : numberIn(x)!;
    }
    const to = into ?? (result = d.backend.reserve(bytesOf(t))),
      request: Request =
        t.op.kind === "direct"
          ? t.op.request!(t, inputs as View[], { storage: to, offset: 0, strides: contiguous(t.shape) })
          : { kind: "map", program: programOf(t), shape: t.ndim === 1 ? t.shape : [t.size], inputs, outputs: [lineOf(to)] };
    writing?.();
    const answer = d.run(request, t);
    if (answer) answers.push(answer);
    return to;
  } catch (e) {
    if (result) d.backend.free(result);
    throw e;
  } finally {
    for (const s of scratch) d.backend.free(s);
  }
}
/** A value, or a view of one. */
function viewOf(d: Device, { value, layout, shape }: Tensor, scratch: Storage[]): View {
  return value
    ? { storage: d.holding(value, scratch), offset: 0, strides: contiguous(shape) }
    : { storage: d.holding(layout!.base.value!, scratch), offset: layout!.offset, strides: layout!.strides };
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
