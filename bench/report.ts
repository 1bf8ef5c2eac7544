/** The results as a page of Markdown. */
import { COMPARED } from "./accuracy.js";
import { LIBRARIES, type Library, present } from "./contender.js";
import { lead, verdicts } from "./goals.js";
import type { Start } from "./imports.js";
import type { Timing } from "./measure.js";
import { quickest, type Results } from "./results.js";
import { ELEMENTS, FUNCTIONS, isFunction, type Row } from "./work.js";

export function markdown(results: Results): string {
  const rows = [...new Set(results.entries.map((e) => e.row))];
  const goals = verdicts(results).map(
    ({ goal, lead, met }) =>
      `- ${met ? "pass" : "**FAIL**"}: ${goal.row}, ${goal.factor === 1 ? "ahead of the rivals" : `at least ${factor(goal.factor)} ${goal.over ?? "the quickest rival"}`}: ${factor(lead)}`,
  );
  return [
    "# evenkeel beside its neighbours",
    `${results.date} · ${results.machine} · ${Object.entries(results.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(" · ")}`,
    `float32, one thread. CPU time of each library's process: best (median) of ${results.rounds} interleaved rounds, each library in the quickest of its ways (all of them are below). Every result was compared with float64 before it was timed; _wrong_ is one that is not right, _cannot_ is work that a library has no means for. tfjs, jax-js and ort-web run on WebAssembly as evenkeel does; torch is native code. _Lead_: the best time of those three over evenkeel's. _Beside torch_: torch's time over evenkeel's.`,
    table(
      ["work", "unit", ...LIBRARIES, "lead", "beside torch"],
      [
        ...rows.map((row) => [
          row,
          unitOf(row).name,
          ...LIBRARIES.map((l) => cell(results, row, l)),
          factor(lead(results, row)),
          factor(lead(results, row, ["torch"])),
        ]),
        ...(Object.keys(results.starts).length ? startRows(results) : []),
      ],
    ),
    ...(goals.length ? ["## Goals", "How many times as fast as another library (`goals.ts`):", goals.join("\n")] : []),
    ...accuracy(results, rows),
    ...(rows.includes("word vectors") ? lossLines(results) : []),
    "## Every way",
    table(
      ["work", "library", "way", "unit", "best (median)"],
      results.entries.map((e) => [e.row, e.library, e.way, unitOf(e.row).name, e.timing ? figures(e.row, e.timing) : e.failure!]),
    ),
  ].join("\n\n");
}

/** Two tables: over all of float32, and over what is timed. */
function accuracy(results: Results, rows: readonly Row[]): string[] {
  const linesOf = (row: Row, show: (e: Entry) => string): string[] => [
    row,
    ...LIBRARIES.map((l) => {
      const entry = quickest(results, row, l);
      return entry ? show(entry) : cell(results, row, l);
    }),
  ];
  const functions = rows.filter(isFunction),
    timed = rows.filter((row) => isFunction(row) || row === "sum" || row.endsWith("1024²"));
  if (!functions.length) return [];
  const ranges = functions.map((f) => `${f} on ${FUNCTIONS[f].map((range) => `[${range.join(", ")}]`).join(" and ")}`);
  return [
    "## Accuracy",
    `Worst distance from the exact result in units in the last place of float32, each library in its quickest way. Over some ${COMPARED.toLocaleString("en")} inputs from all of float32 (every sign and exponent, special values, neighbourhoods of points known to be hard; powers of positive numbers whose results are all of float32), and where it is; ∞ is a NaN or an infinity missed or invented:`,
    table(
      ["function", ...LIBRARIES],
      functions.map((row) => linesOf(row, ({ domain }) => (domain ? `${ulps(domain.ulps)} at ${domain.at}` : "–"))),
    ),
    `Over the first ${COMPARED.toLocaleString("en")} of the inputs that are timed, ${[...ranges, "sum of all of a million numbers on [0, 1)", "rows of 1,024 numbers on [−5, 5], the first 64 of 1,024"].join("; ")}:`,
    table(
      ["function", ...LIBRARIES],
      timed.map((row) => linesOf(row, (e) => ulps(e.ulps!))),
    ),
  ];
}

function lossLines(results: Results): string[] {
  const of = (library: Library): string =>
    results.entries
      .filter((e) => e.row === "word vectors" && e.library === library && e.losses)
      .map((e) => `${library} (${e.way}): ${e.losses![0]!.toFixed(2)} → ${e.losses![e.losses!.length - 1]!.toFixed(2)}`)
      .join("; ");
  return [
    "## Word vectors",
    "Tables [17000, 64] and [17000, 64], batches of 1024 pairs with 5 wrong words each, gather, dot products, loss, backward, SGD on both tables, the loss read at each step. evenkeel's loss is written `neg(log(sigmoid(x)))` and `neg(log(sub(1, sigmoid(x))))`. Summed loss at the first and the last of the steps that were compared with float64, tables included:",
    LIBRARIES.map((library) => `- ${of(library) || `${library}: cannot`}`).join("\n"),
  ];
}

function startRows({ starts }: Results): string[][] {
  const line = (name: string, of: (s: Start) => Timing): string[] => {
    const times = LIBRARIES.map((l) => starts[l] && of(starts[l])),
      [ours, ...others] = times.map((t) => t?.best ?? Infinity);
    return [name, "ms", ...times.map((t) => (t ? both(t.best, t.median) : "–")), factor(Math.min(...others) / ours!), "–"];
  };
  return [line("import", (s) => s.imported), line("import to first result", (s) => s.firstResult)];
}

/** From microseconds to what a row states. */
function unitOf(row: Row): { name: string; of: (us: number) => number } {
  const n = Number(/^matmul (\d+)/.exec(row)?.[1]);
  if (n) return { name: "GFLOP/s", of: (us) => (2 * n ** 3) / us / 1000 };
  if (row === "word vectors" || row.includes(" step, ")) return { name: "ms/step", of: (us) => us / 1000 };
  if (row.endsWith("1024²")) return { name: "ms", of: (us) => us / 1000 };
  if (row === "add of 10" || row === "chain of 20 on 10" || row === "record 500 ops") return { name: "µs", of: (us) => us };
  return { name: "ns/element", of: (us) => (us * 1000) / ELEMENTS };
}

const figures = (row: Row, { best, median }: Timing): string => both(unitOf(row).of(best), unitOf(row).of(median));
const both = (best: number, median: number): string => `${short(best)} (${short(median)})`;
const short = (x: number): string => (x >= 1000 ? Math.round(x).toString() : x.toPrecision(3));
const factor = (x: number | null): string => (x === null ? "–" : `${x.toFixed(2)} ×`);
const ulps = (x: number): string => {
  if (x === Infinity) return "∞";
  if (x >= 1e6) return x.toExponential(1).replace("e+", "e");
  return x < 1 ? x.toFixed(4) : x < 1000 ? x.toFixed(1) : Math.round(x).toLocaleString("en");
};

/** A failure begins with a word for it. */
function cell(results: Results, row: Row, library: Library): string {
  const entry = quickest(results, row, library);
  if (entry) return figures(row, entry.timing!);
  if (!present(library)) return "absent";
  return results.entries.find((e) => e.row === row && e.library === library)?.failure?.split(":")[0] ?? "cannot";
}
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
