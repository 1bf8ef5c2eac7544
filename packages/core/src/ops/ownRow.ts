/** not an op: elementwise ops of users. Rows of this library are known to be right; what a user writes is looked at. */
import { constant, Ex } from "../scalar/expr.js";
import { asFunction, kindOf } from "../tensor/given.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { differentiated, inputs, type Row } from "./derivative.js";
import { type Elementwise, make } from "./row.js";

const KINDS: Kinds<Row> = { body: "", deriv: "", takes: "", ofNumber: "", woven: "", limits: "", strays: "", rises: "", range: "", forms: "" };
type Of<N extends number> = { 1: [x: Ex]; 2: [x: Ex, y: Ex]; 3: [x: Ex, y: Ex, z: Ex]; 4: [x: Ex, y: Ex, z: Ex, w: Ex] }[N & (1 | 2 | 3 | 4)];

/**
 * Makes an op of 1 to 4 operands out of a row: `body` is written in ops and `words`, as `(x) => mul(x, exp(x))`, and evaluated in float64, or on two floats and
 * an exponent, and rounded once. `deriv` is the derivative by each operand, a list where there are several; left out, it is worked out from the body, of ops and of words
 * of arithmetic, and of null no gradient passes. Throws TypeError for what is no row, and for a body that gives no expression.
 */
export function elementwise<N extends 1 | 2 | 3 | 4 = 1>(name: string, row: Row<Of<N>>): Elementwise<N> {
  const refuse = (what: string, use: string): never => {
    throw new TypeError(`elementwise ${name}: ${what}. ${use}`);
  };
  if (typeof name !== "string") throw new TypeError(`elementwise: the name is ${kindOf(name)}. Pass a string, and then the row.`);
  const given = optionsOf<Row>(`elementwise ${name}`, row as unknown as Row, KINDS),
    body = asFunction(`elementwise ${name}`, given.body),
    arity = body.length,
    isFunction = (d: unknown): boolean => d === null || typeof d === "function";
  if (arity < 1 || arity > 4) refuse(`the body has ${arity} operands`, "Write out 1 to 4.");
  /** A function of expressions, of which each result is one. */
  const looked =
    (what: string, f: (...x: Ex[]) => unknown) =>
    (...x: Ex[]): Ex => {
      const e = f(...x);
      if (e instanceof Ex) return e;
      return typeof e === "number" && !Number.isNaN(e)
        ? constant(e)
        : refuse(`${what} gives ${Number.isNaN(e) ? "NaN" : kindOf(e)}`, "Write it in ops or words: mul(x, x), and not x * x.");
    };
  const self = looked("the body", body),
    { deriv = given.takes === "compare" ? null : Array.from({ length: arity }, (_, i) => differentiated(self, i)) } = given,
    all = Array.isArray(deriv) ? deriv : [deriv];
  if (!all.every(isFunction)) refuse(`the derivative is ${kindOf(all.find((d) => !isFunction(d)))}`, "Give a function, a list of these, or null.");
  if (typeof deriv === "function" && arity > 1)
    refuse(`there is one derivative, and ${arity} operands`, "Give a list, with null where no gradient passes.");
  if (Array.isArray(deriv) && deriv.length !== arity) refuse(`there are ${deriv.length} derivatives, and ${arity} operands`, "Give one for each.");
  const slopes = all.map((d) => d && looked("a derivative", d as (...x: Ex[]) => unknown));
  self(...inputs(arity));
  return make(name, { ...given, deriv: deriv && slopes, body: self }, arity) as unknown as Elementwise<N>;
}
