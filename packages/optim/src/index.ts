/** Optimizers, one a file. */
export { Adam, type AdamOptions, AdamW } from "./adam.js";
export type { Groups, ParamGroup } from "./groups.js";
export { RMSprop, type RMSpropOptions } from "./rmsprop.js";
export { SGD, type SGDOptions } from "./sgd.js";
export type { Remembered, StateDict } from "./stateDict.js";
