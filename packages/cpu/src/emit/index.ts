/** The emitter: code, instructions, functions and modules. */
export type { Code } from "./code.js";
export * from "./instructions.js";
export * from "./module.js";
export * from "./rare.js";
export * from "./simd.js";
