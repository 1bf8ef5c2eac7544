/**
 * Exact arithmetic for expressions, an entry of its own: an expression is a function of an algebra, which computes values and gradients in as many bits as it
 * takes to know them.
 */
export type { Algebra, Operand } from "./catalogue/algebra.js";
export type { Point } from "./catalogue/points.js";
export type { Leaf, Row } from "./catalogue/row.js";
export { errorIn, type Truth, truthOf, ulpIn } from "./catalogue/truth.js";
