/** Bodies in strict float32 arithmetic: `narrow` runs one, `narrowBackend` puts it under the suite, `c` prints it as C. */
export { narrowBackend } from "./backend.js";
export { c } from "./c.js";
export { narrow, type NarrowOptions } from "./evaluate.js";
export type { Adapter } from "./wasm.js";
export { measure, type Measured, type Worst } from "./measure.js";
