/** Bodies in strict float32 arithmetic: `narrow` runs one, `narrowBackend` puts it under the suite; `lower` and `library` are what a WGSL printer prints. */
export { narrowBackend } from "./backend.js";
export { c } from "./c.js";
export { narrow, type NarrowOptions, type Steps, stepsOf } from "./evaluate.js";
export type { Adapter } from "./wasm.js";
export { library, type Library } from "./library.js";
export { type Code, type Instruction, lower, type Operand, type Type } from "./lower.js";
export { machine, type Machine, type Operation, type Step, type Value } from "./machine.js";
export { measure, type Measured, type Worst } from "./measure.js";
