/** Bodies of whole numbers: 32 bits, sums and products that wrap around, as every backend has them. */
import { type Ex, inOrder } from "../scalar/expr.js";
import { type Condition, int, type Int, type Machine, type Value } from "./machine.js";

/** A body of integer inputs, to an integer. */
export function integerBody(m: Machine, body: Ex, inputs: readonly Int[]): Int {
  const values = new Map<Ex, Int | Condition>();
  for (const e of inOrder([body]))
    values.set(
      e,
      valueOf(m, e, inputs, (a) => values.get(a)!),
    );
  return values.get(body) as Int;
}

const isCondition = (x: Value): x is Condition => x.kind === "bool";

function valueOf(m: Machine, { word, args, value }: Ex, inputs: readonly Int[], of: (e: Ex) => Int | Condition): Int | Condition {
  const [x, y, z] = args.map(of) as [Int, Int, Int];
  switch (word) {
    case "in":
      return inputs[value]!;
    case "const":
      return int(value);
    case "add":
      return m.plus(x, y);
    case "sub":
      return m.minus(x, y);
    case "mul":
      return m.times(x, y);
    case "neg":
      return m.minus(0, x);
    case "abs":
      return m.selectInt(m.lessInt(x, 0), m.minus(0, x), x);
    case "min":
      return m.smaller(x, y);
    case "max":
      return m.larger(x, y);
    case "where":
      return m.selectInt(x as Value as Condition, y, z);
    case "lt":
      return m.lessInt(x, y);
    case "le":
      return m.not(m.lessInt(y, x));
    case "eq":
      return m.equalInt(x, y);
    case "and":
      return isCondition(x) ? m.and(x, y as Value as Condition) : m.bitAnd(x, y);
    case "or":
      return isCondition(x) ? m.or(x, y as Value as Condition) : m.bitOr(x, y);
    case "not":
      return isCondition(x) ? m.not(x) : m.bitXor(x, -1);
    case "floor":
    case "round":
    case "trunc":
      return x;
    default:
      throw new TypeError(`narrow: there is no ${word} of whole numbers. Convert them to float32 first.`);
  }
}
