/** The CPU backend; and its kinds and types one by one, for makeCpu. */
export { cpu, type Kinds, makeCpu } from "./backend.js";
export { half } from "./half.js";
export { concat } from "./kinds/concat.js";
export { conv } from "./kinds/conv.js";
export { copy } from "./kinds/copy.js";
export { gather } from "./kinds/gather.js";
export { map } from "./kinds/map.js";
export { matmul } from "./kinds/matmul.js";
export { pool } from "./kinds/pool.js";
export { random } from "./kinds/random.js";
export { reduce, sums } from "./kinds/reduce.js";
export { rows } from "./kinds/rows.js";
export { scan } from "./kinds/scan.js";
export { scatter } from "./kinds/scatter.js";
export { sort } from "./kinds/sort.js";
export { float64 } from "./math/float64/index.js";
export { words } from "./math/index.js";
