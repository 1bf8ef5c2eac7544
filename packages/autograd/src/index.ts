/** Reverse-mode differentiation. */
export { backward } from "./backward.js";
