/** Optimizers, one a file. */
export { SGD, type SGDOptions } from "./sgd.js";
export type { StateDict } from "./stateDict.js";
