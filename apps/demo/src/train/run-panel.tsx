/** One of the two runs: is it alive, its loss, the gradient of each layer, its weights as a file. */
import { rangeOf, smoothed, thinned } from "./curve.js";
import { Plot } from "./plot.js";
import type { Side } from "./protocol.js";
import type { Record, Trainer } from "./trainer.js";

const TITLE: Readonly<globalThis.Record<Side, string>> = { off: "As written", on: "evenkeel" };
const POINTS = 500;

export function RunPanel({ side, trainer, steps }: { side: Side; trainer: Trainer; steps: number }) {
  void trainer.told.value; // records are filled in place
  const record = trainer.records[side],
    death = trainer.deaths.value[side],
    name = side === "off" ? "written" : "run",
    xTo = Math.max(20, Math.min(steps, trainer.step.value)),
    loss = record.losses.at(-1);
  return (
    <section class={`panel side ${side} ${death ? "dead" : ""}`} aria-labelledby={`side-${side}`}>
      <header>
        <h2 id={`side-${side}`}>
          <b>{TITLE[side]}</b> stabiliser {side}
        </h2>
        <output class="loss mono" aria-label={`loss, ${TITLE[side]}`}>
          {death ? death.what.replace(/^gradient of .* /, "gradient ") : loss === undefined ? "" : `loss ${loss.toFixed(3)}`}
        </output>
      </header>
      <p class="fate">{fate(trainer, side)}</p>
      <LossPlot record={record} both={trainer.records} colour={name} xTo={xTo} end={death?.step} />
      <Gradients record={record} layers={trainer.layers.value} colour={name} xTo={xTo} end={death?.step} />
      <footer>
        <span class="mono">{record.losses.length.toLocaleString("en")} finite steps</span>
        <button disabled={trainer.layers.value.length === 0} onClick={() => trainer.save(side)}>
          Download weights
        </button>
      </footer>
    </section>
  );
}

function fate({ deaths, status, step }: Trainer, side: Side): string {
  const death = deaths.value[side];
  if (death) return `Died at step ${death.step.toLocaleString("en")}: ${death.cause}.`;
  if (step.value === 0) return status.value === "training" ? "Alive." : "Not begun.";
  return status.value === "done" ? `Alive after all ${step.value.toLocaleString("en")} steps.` : `Alive at step ${step.value.toLocaleString("en")}.`;
}

interface PartProps {
  readonly record: Record;
  readonly colour: string;
  readonly xTo: number;
  readonly end: number | undefined;
}

function LossPlot({ record, both, colour, xTo, end }: PartProps & { both: globalThis.Record<Side, Record> }) {
  const [x, raw] = thinned(record.losses, POINTS),
    [, mean] = thinned(smoothed(record.losses), POINTS),
    // One range for both, so that they can be compared.
    range = rangeOf([...thinned(smoothed(both.on.losses), POINTS)[1], ...thinned(smoothed(both.off.losses), POINTS)[1]]);
  return (
    <figure>
      <figcaption>loss of a sample</figcaption>
      <Plot
        says={
          mean.length ? `Loss of ${record.losses.length} steps, smoothed: from ${mean[0]!.toFixed(3)} to ${mean.at(-1)!.toFixed(3)}` : "No loss yet"
        }
        x={x}
        lines={[
          { values: raw, colour, width: 1, alpha: 0.3 },
          { values: mean, colour, width: 2.5 },
        ]}
        xTo={xTo}
        range={range}
        height={210}
        end={end}
      />
    </figure>
  );
}

const DASHES = [[], [6, 4], [2, 3]] as const;

function Gradients({ record, layers, colour, xTo, end }: PartProps & { layers: readonly string[] }) {
  const by = Math.max(1, Math.ceil(record.at.length / POINTS)),
    kept = record.at.map((_, i) => i).filter((i) => i % by === 0 || i === record.at.length - 1),
    last = record.norms.at(-1),
    positive = record.norms.flat().filter((norm) => norm > 0 && Number.isFinite(norm)),
    range: [number, number] = positive.length
      ? [
          10 ** Math.floor(Math.log10(positive.reduce((a, b) => Math.min(a, b)))),
          10 ** Math.ceil(Math.log10(positive.reduce((a, b) => Math.max(a, b))) + 1e-9),
        ]
      : [0.1, 10];
  // Weights are drawn through, biases dashed; later layers fainter.
  const parts = layers.map((name, i) => ({
    name,
    dash: DASHES[name.endsWith("bias") ? 1 : 0]!,
    alpha: 1 - 0.3 * Math.floor(i / (layers.length > 2 ? 2 : 1)),
  }));
  return (
    <figure>
      <figcaption>norm of each layer's gradient</figcaption>
      <Plot
        says={last ? `Gradient norms: ${layers.map((name, i) => `${name} ${last[i]!.toPrecision(3)}`).join(", ")}` : "No gradient yet"}
        x={kept.map((i) => record.at[i]!)}
        lines={parts.map(({ dash, alpha }, layer) => ({
          values: kept.map((i) => (record.norms[i]![layer]! > 0 ? record.norms[i]![layer]! : null)),
          colour,
          dash,
          alpha,
          width: 1.75,
        }))}
        xTo={xTo}
        range={range[0] === range[1] ? [range[0] / 10, range[1] * 10] : range}
        log
        height={130}
        end={end}
      />
      <ul class="layers mono">
        {parts.map(({ name, dash, alpha }, i) => (
          <li key={name}>
            <svg width="22" height="8" aria-hidden="true">
              <line x1="0" y1="4" x2="22" y2="4" stroke={`var(--${colour})`} stroke-width="2" stroke-dasharray={dash.join(" ")} opacity={alpha} />
            </svg>
            {name} <b>{last ? last[i]!.toPrecision(3) : "–"}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}
