/** The heat map: a row an op, a cell a part, its colour by the worst error. */
import { useState } from "preact/hooks";
import type { Judged } from "./suite.js";

/** The columns: second derivatives are one, the worst of them. */
const COLUMNS = [
  { id: "value", name: "value" },
  { id: "x", name: "∂x" },
  { id: "y", name: "∂y" },
  { id: "z", name: "∂z" },
  { id: "second", name: "∂²" },
  { id: "wgsl", name: "WGSL" },
] as const;
type Column = (typeof COLUMNS)[number]["id"];

/** Where colours change, in ulp. */
export const STEPS = [0.501, 1, 2, 4, 16, 1024] as const;
export const shade = (worst: number | null): number => {
  if (worst === null) return STEPS.length;
  const i = STEPS.findIndex((most) => worst <= most);
  return i < 0 ? STEPS.length : i;
};
export const ulps = (worst: number | null): string =>
  worst === null ? "∞" : worst >= 1000 ? worst.toExponential(0).replace("e+", "e") : worst >= 10 ? worst.toFixed(0) : worst.toFixed(2);

const columnOf = ({ part }: Judged): Column => (part.length === 2 ? "second" : part === "w" ? "z" : (part as Column));
/** The worst of those that share a column. */
export function cellsOf(judged: readonly Judged[]): ReadonlyMap<Column, Judged> {
  const cells = new Map<Column, Judged>();
  for (const j of judged) {
    const column = columnOf(j),
      there = cells.get(column);
    if (!there || (j.worst ?? Infinity) > (there.worst ?? Infinity)) cells.set(column, j);
  }
  return cells;
}

interface Given {
  readonly ops: readonly string[];
  readonly found: ReadonlyMap<string, readonly Judged[]>;
  /** Which columns there are: what is built in only where there is something. */
  readonly builtins: boolean;
  /** The worst that was recorded elsewhere. */
  readonly recorded: ((op: string, part: string) => number | null | undefined) | null;
}

export function Heat({ ops, found, builtins, recorded }: Given) {
  const [chosen, setChosen] = useState<string | null>(null),
    columns = COLUMNS.filter((c) => builtins || c.id !== "wgsl");
  return (
    <div class="heat">
      {ops.map((op) => {
        const judged = found.get(op),
          cells = judged && cellsOf(judged),
          failed = judged?.some((j) => j.failed > 0);
        return (
          <div key={op} class={`op ${failed ? "broken" : ""}`}>
            <button class="line" aria-expanded={chosen === op} disabled={!judged} onClick={() => setChosen(chosen === op ? null : op)}>
              <span class="name">{op}</span>
              {columns.map(({ id, name }) => {
                const cell = cells?.get(id);
                return (
                  <span key={id} class={`cell ${cell ? `shade-${shade(cell.worst)}` : "none"}`} title={`${op} ${name}`}>
                    {cell ? ulps(cell.worst) : ""}
                    {cell && <span class="hidden"> ulp, {name}; </span>}
                  </span>
                );
              })}
            </button>
            {chosen === op && judged && <Details op={op} judged={judged} recorded={recorded} />}
          </div>
        );
      })}
    </div>
  );
}
export function HeatHead({ builtins }: { readonly builtins: boolean }) {
  return (
    <div class="scale" aria-label="Colours">
      <span>worst error, ulp</span>
      {STEPS.map((most, i) => (
        <span key={most} class={`cell shade-${i}`}>
          ≤ {most}
        </span>
      ))}
      <span class={`cell shade-${STEPS.length}`}>more</span>
      <span class="columns">
        columns:{" "}
        {COLUMNS.filter((c) => builtins || c.id !== "wgsl")
          .map((c) => c.name)
          .join(" · ")}
      </span>
    </div>
  );
}

function Details({ op, judged, recorded }: { readonly op: string; readonly judged: readonly Judged[]; readonly recorded: Given["recorded"] }) {
  return (
    <div class="details">
      <table>
        <thead>
          <tr>
            <th scope="col">part</th>
            <th scope="col">worst</th>
            <th scope="col">bound</th>
            <th scope="col">at</th>
            {recorded && <th scope="col">recorded</th>}
          </tr>
        </thead>
        <tbody class="mono">
          {judged.map((j) => (
            <tr key={j.part}>
              <th scope="row">{j.part}</th>
              <td>{ulps(j.worst)}</td>
              <td>{j.bound ?? ""}</td>
              <td>{j.at.map((h) => `${Number(fromHex(h).toPrecision(7))}`).join(", ")}</td>
              {recorded && <td>{recorded(op, j.part) === undefined ? "" : ulps(recorded(op, j.part)!)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {judged
        .flatMap((j) => j.says)
        .map((sentence) => (
          <p key={sentence} class="failure">
            {sentence}
          </p>
        ))}
    </div>
  );
}
function fromHex(text: string): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, Number(text));
  return view.getFloat32(0);
}
