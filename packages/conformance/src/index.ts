/** References, cases and a judge that hold any backend to the errors that the ops state. */
export { applyBody } from "./apply.js";
export { conform, type Host, type Suite } from "./command.js";
export { narrowBackend } from "./narrow/index.js";
export { stratified, stratifiedPairs } from "./cases.js";
export { type Bound, IEEE, type Leniency, type Question, type Verdict, verdict } from "./judge.js";
export { type KindFinding, KINDS, runKind } from "./kinds/run.js";
export type { Exact, Reference } from "./reference/reference.js";
export { kindTable, table } from "./report/table.js";
export { parseResult, type SweepResult } from "./result.js";
export type { Finding } from "./row.js";
export { passed, type Report, run, type RunOptions } from "./run.js";
export { facts, references, suite } from "./suite.js";
export { emptyTally, hashChunk, sweep, type Swept, sweptOf, type Tally } from "./sweep.js";
export { type Format, FORMATS } from "./ulp.js";
