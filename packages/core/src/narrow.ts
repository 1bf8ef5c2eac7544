/**
 * Bodies on two floats and an exponent, for backends without float64: straight-line steps of float32 and 32-bit integers that a printer prints. An entry
 * of its own, `@evenkeel/core/narrow`.
 */
export { exactWords } from "./narrow/exact.js";
export { evaluator, type Steps, stepsOf } from "./narrow/evaluate.js";
export { type Half, halves, isHalf } from "./narrow/halves.js";
export { library, type Library } from "./narrow/library.js";
export { type Input, isScaled, lower, scaledOf } from "./narrow/lower.js";
export * from "./narrow/machine.js";
export { type Pair, pairArithmetic } from "./narrow/pair.js";
export { type Computed, conversions, programOf } from "./narrow/program.js";
export { INFINITE, NOT_A_NUMBER, POSITIVE_INFINITY, type Scaled, scaledNumbers, ZERO } from "./narrow/scaled.js";
