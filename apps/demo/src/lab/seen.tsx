/** What the formula gives at x: the truth, as written, as run. */
import { shortest, signed, ulpText } from "./float32.js";
import { WRONG } from "./curves.js";
import type { Reply } from "./protocol.js";

type Seen = Extract<Reply, { kind: "seen" }>;

export function SeenTable({ seen }: { readonly seen: Seen | null }) {
  const truth = seen?.truth;
  return (
    <section class="panel seen" aria-live="polite" aria-label="What it gives at x" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              at x = <span class="mono">{seen ? shortest(seen.x) : "…"}</span>
            </th>
            <th scope="col">value</th>
            <th scope="col">gradient</th>
          </tr>
        </thead>
        <tbody class="mono">
          <tr class="truth">
            <th scope="row">exact</th>
            <td>{truth ? exact(truth.value) : seen ? "not known" : ""}</td>
            <td>{truth ? exact(truth.gradient) : ""}</td>
          </tr>
          {(["off", "on"] as const).map((mode) => (
            <tr key={mode} class={mode}>
              <th scope="row">{mode === "off" ? "as written" : "as run"}</th>
              {(["value", "gradient"] as const).map((part) => (
                <td key={part}>
                  {seen && shortest(seen[mode][part])}
                  <Error ulp={truth?.[mode][part]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
const exact = (x: number): string => (Number.isNaN(x) ? "undefined" : Number.isFinite(x) ? signed(String(Number(x.toPrecision(12)))) : shortest(x));
const Error = ({ ulp }: { readonly ulp: number | undefined }) => (
  <span class={`error ${ulp === undefined ? "" : ulp > WRONG || Number.isNaN(ulp) ? "bad" : "good"}`}>{ulp === undefined ? "" : ulpText(ulp)}</span>
);
