/** x as a number, on a slider, and bit by bit. */
import { bitsOf, fromBits, shortest, stepped } from "./float32.js";
import type { View } from "./protocol.js";

const FIELDS = [
  { name: "sign", from: 31, to: 31 },
  { name: "exponent", from: 30, to: 23 },
  { name: "fraction", from: 22, to: 0 },
] as const;
const TICKS = 2000;

interface Given {
  readonly x: number;
  readonly view: View;
  readonly onChange: (x: number) => void;
}

export function Bits({ x, view, onChange }: Given) {
  const bits = bitsOf(x),
    exponent = (bits >>> 23) & 255,
    at = view.log ? Math.log(x / view.from) / Math.log(view.to / view.from) : (x - view.from) / (view.to - view.from),
    there = (t: number): number => Math.fround(view.log ? view.from * (view.to / view.from) ** t : view.from + (view.to - view.from) * t);
  return (
    <section class="panel bits" aria-label="The input x">
      <div class="x-row">
        <label for="x-number">x =</label>
        <input
          id="x-number"
          type="text"
          inputMode="decimal"
          class="mono"
          value={shortest(x).replace("−", "-")}
          onChange={(e) => {
            const given = Number(e.currentTarget.value.replaceAll("−", "-").replace("∞", "Infinity"));
            if (Number.isNaN(given)) e.currentTarget.value = shortest(x);
            else onChange(Math.fround(given));
          }}
        />
        <button onClick={() => onChange(stepped(x, -1))} aria-label="The float32 below" title="The float32 below">
          ‹
        </button>
        <button onClick={() => onChange(stepped(x, 1))} aria-label="The float32 above" title="The float32 above">
          ›
        </button>
        <input
          class="slider"
          type="range"
          aria-label="x across the view"
          aria-valuetext={`x = ${shortest(x)}`}
          min={0}
          max={TICKS}
          value={Math.round(Math.max(0, Math.min(1, Number.isNaN(at) ? 0 : at)) * TICKS)}
          onInput={(e) => onChange(there(Number(e.currentTarget.value) / TICKS))}
        />
      </div>
      <div class="fields">
        {FIELDS.map(({ name, from, to }) => (
          <div key={name} class={`field ${name}`} role="group" aria-label={name}>
            <div class="cells">
              {Array.from({ length: from - to + 1 }, (_, i) => {
                const place = from - i,
                  on = (bits >>> place) & 1;
                return (
                  <button
                    key={place}
                    aria-pressed={on === 1}
                    aria-label={`${on}: ${name} bit ${place - to}`}
                    onClick={() => onChange(fromBits((bits ^ (1 << place)) >>> 0))}
                  >
                    {on}
                  </button>
                );
              })}
            </div>
            <span class="meaning">{meaning(name, bits, exponent)}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

function meaning(name: (typeof FIELDS)[number]["name"], bits: number, exponent: number): string {
  if (name === "sign") return bits >>> 31 ? "−" : "+";
  if (name === "exponent") return exponent === 255 ? "∞ or NaN" : exponent === 0 ? "2^−126, no leading 1" : `2^${exponent - 127}`.replace("-", "−");
  const fraction = (bits & 0x7fffff) / 2 ** 23;
  return exponent === 255 ? (fraction ? "NaN" : "∞") : `× ${(exponent ? 1 : 0) + fraction}`;
}
