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

/** Whether a node can run alone. What an index can fail is located in a graph. */
export function isAlone(t: Tensor): boolean {
  const { kind, numbers } = t.op;
  if (t.stable !== t || t.value || numbers || (kind !== "map" && kind !== "direct")) return false;
  for (const x of t.inputs) {
    const fits = kind === "map" ? (x.value ? sameShape(x.shape, t.shape) : numberIn(x) !== undefined) : holder(x).value && x.dtype !== "int32";
    if (!fits) return false;
  }
  return true;
}
/** Who holds the elements of an operand: itself, or what it is a view of. */
export const holder = (x: Tensor): Tensor => (x.value ? x : (x.layout?.base ?? x));

/**
 * Computes it, and answers where its elements are: in `into`, if that is given. What is told later goes to `answers`. All memory is reserved before the
 * kernel runs; if anything fails, it is given back. `writing` is called before the kernel.
 */
export function runAlone(d: Device, t: Tensor, answers: Promise<Error | null>[], into?: Storage, writing?: () => void): Storage {
  const scratch: Storage[] = [];
  let result: Storage | null = null;
  try {
    const inputs = new Array<View | number>(t.inputs.length),
      direct = t.op.kind === "direct";
    for (let k = 0; k < inputs.length; k++) {
      const x = t.inputs[k]!,
        { value } = holder(x);
      if (!value) inputs[k] = numberIn(x)!;
      else {
        // What several operands read is held once.
        let first = 0;
        while (first < k && holder(t.inputs[first]!).value !== value) first++;
        const storage = first < k ? (inputs[first] as View).storage : d.holding(value, scratch);
        inputs[k] = direct ? viewOf(x, storage) : lineOf(storage);
      }
    }
    const to = into ?? (result = d.backend.reserve(bytesOf(t))),
      request: Request = direct
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
/** A tensor that lies in row-major order in a storage of its own, or a view of one. */
const viewOf = ({ value, layout, shape }: Tensor, storage: Storage): View =>
  value || !layout ? { storage, offset: 0, strides: contiguous(shape) } : { storage, offset: layout.offset, strides: layout.strides };
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
