/**
 * What evenkeel set out to reach. A goal that was a time was set beside tfjs's time for the same work (or jax-js's, where tfjs has no means for it) on one machine: on
 * another it is the ratio of the two.
 */
import { type Library, RIVALS } from "./contender.js";
import { quickest, type Results } from "./results.js";
import type { Row } from "./work.js";

export interface Goal {
  readonly row: Row | "import";
  /** How many times as fast as `over`, which is the quickest rival where it is not said. */
  readonly factor: number;
  readonly over?: Library;
}
export const GOALS: readonly Goal[] = [
  { row: "matmul 64³", factor: 1.2 },
  { row: "matmul 256³", factor: 1.2 },
  { row: "matmul 1024³", factor: 1.2 },
  { row: "exp", factor: 6.0 / 1.6, over: "tfjs" },
  { row: "log", factor: 3.3 / 2.6, over: "tfjs" },
  { row: "sigmoid", factor: 0.88 / 1.7, over: "tfjs" },
  { row: "tanh", factor: 12.6 / 2.2, over: "tfjs" },
  { row: "chain of 20", factor: 1 },
  { row: "sum", factor: 0.52 / 0.16, over: "tfjs" },
  { row: "softmax 1024²", factor: 1 / 1.25, over: "tfjs" },
  { row: "logSoftmax 1024²", factor: 9.5 / 1.7, over: "tfjs" },
  { row: "logsumexp 1024²", factor: 7.7 / 1.0, over: "tfjs" },
  { row: "layer norm 1024²", factor: 1.7 / 0.85, over: "tfjs" },
  { row: "MLP step, SGD", factor: 12.7 / 1.3, over: "tfjs" },
  { row: "MLP step, Adam", factor: 13.9 / 1.8, over: "tfjs" },
  { row: "conv net step, SGD", factor: 93 / 3, over: "jax-js" },
  { row: "word vectors", factor: 1 },
  { row: "add of 10", factor: 2.4 / 0.5, over: "tfjs" },
  { row: "chain of 20 on 10", factor: 70 / 6, over: "tfjs" },
  { row: "import", factor: 263 / 15, over: "tfjs" },
];

/** The best time of these libraries over evenkeel's; null where a time is missing. */
export function lead(results: Results, row: Goal["row"], others: readonly Library[] = RIVALS): number | null {
  const best = (library: Library): number =>
      (row === "import" ? results.starts[library]?.imported : quickest(results, row, library)?.timing)?.best ?? Infinity,
    by = Math.min(...others.map(best)) / best("evenkeel");
  return by > 0 && by < Infinity ? by : null;
}

/** Whether each goal is met; a goal without a time is not. */
export const verdicts = (results: Results): { goal: Goal; lead: number | null; met: boolean }[] =>
  GOALS.filter(({ row }) => (row === "import" ? Object.keys(results.starts).length > 0 : results.entries.some((e) => e.row === row))).map((goal) => {
    const by = lead(results, goal.row, goal.over && [goal.over]);
    return { goal, lead: by, met: by !== null && (goal.factor === 1 ? by > 1 : by >= goal.factor) };
  });
