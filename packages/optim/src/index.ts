/** Optimizers, one a file. */
export { SGD, type SGDOptions } from "./sgd.js";
