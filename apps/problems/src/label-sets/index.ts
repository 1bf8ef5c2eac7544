/** Two label sets, one distribution: a pointer-generator without the rest of its network. */
export { LabelSets } from "./model.js";
export { type Batch, FEATURES, FIRST, type Labelled, labelled, SECOND } from "./problem.js";
