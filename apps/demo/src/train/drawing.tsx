/** A digit is drawn, or one of those held back is taken, and both runs say what they take it for. */
import { useEffect, useRef, useState } from "preact/hooks";
import { colour, theme } from "../shell/theme.js";
import { centred } from "./centred.js";
import { SIDES } from "./protocol.js";
import type { Trainer } from "./trainer.js";

/** Of the canvas, in its own pixels. */
const SIDE = 280;
const PEN = 22;
const MNIST = 28;

export function Drawing({ trainer }: { trainer: Trainer }) {
  const canvas = useRef<HTMLCanvasElement>(null),
    from = useRef<readonly [number, number] | null>(null),
    pixels = useRef<Float32Array | null>(null),
    [label, setLabel] = useState<number | null>(null),
    begun = trainer.layers.value.length > 0,
    picked = trainer.picked.value;

  const context = (): CanvasRenderingContext2D => canvas.current!.getContext("2d", { willReadFrequently: true })!,
    clear = (): void => {
      context().clearRect(0, 0, SIDE, SIDE);
      pixels.current = null;
      setLabel(null);
      trainer.recognised.value = {};
    },
    ask = (): void => void (pixels.current && trainer.recognise(pixels.current)),
    read = (): void => {
      const { data } = context().getImageData(0, 0, SIDE, SIDE);
      pixels.current = centred(
        Float32Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i + 3]! / 255),
        SIDE,
      );
      ask();
    };
  // What was drawn is asked again as training goes on.
  useEffect(ask, [trainer.learnt.value]);
  useEffect(() => {
    if (!picked) return;
    clear();
    paint(context(), picked.pixels);
    pixels.current = picked.pixels;
    setLabel(picked.label);
    ask();
  }, [picked]);
  useEffect(() => void recolour(context()), [theme.value]);

  const at = (e: PointerEvent): readonly [number, number] => {
      const box = canvas.current!.getBoundingClientRect();
      return [((e.clientX - box.left) / box.width) * SIDE, ((e.clientY - box.top) / box.height) * SIDE];
    },
    draw = (e: PointerEvent): void => {
      if (!from.current) return;
      const to = at(e),
        pen = context();
      pen.strokeStyle = colour("ink");
      pen.lineWidth = PEN;
      pen.lineCap = "round";
      pen.beginPath();
      pen.moveTo(...from.current);
      pen.lineTo(...to);
      pen.stroke();
      from.current = to;
    };
  return (
    <div class="drawing">
      <div>
        <canvas
          ref={canvas}
          width={SIDE}
          height={SIDE}
          role="img"
          aria-label={label === null ? "Draw a digit here; with a keyboard, take one of those held back" : `A ${label} of those held back`}
          onPointerDown={(e) => {
            if (label !== null) clear();
            e.currentTarget.setPointerCapture(e.pointerId);
            from.current = at(e);
            draw(e);
          }}
          onPointerMove={draw}
          onPointerUp={() => {
            from.current = null;
            read();
          }}
          onPointerCancel={() => (from.current = null)}
        />
        <div class="buttons">
          <button disabled={!begun} onClick={() => trainer.pick()}>
            Take one of those held back
          </button>
          <button onClick={clear}>Clear</button>
        </div>
        <p class="facts">
          {begun ? (label === null ? "Draw a digit, from 0 to 9." : `Its writer meant a ${label}.`) : "Start the runs, then draw a digit."}
        </p>
      </div>
      {SIDES.map((side) => (
        <Bars key={side} side={side} trainer={trainer} />
      ))}
    </div>
  );
}

function Bars({ side, trainer }: { side: "on" | "off"; trainer: Trainer }) {
  const p = trainer.recognised.value[side] ?? [],
    best = p.length ? p.indexOf(Math.max(...p)) : -1,
    learnt = trainer.learnt.value[side];
  return (
    <div class={`bars ${side}`}>
      <h3>
        {side === "off" ? "as written" : "evenkeel"}
        <small>{learnt?.of === "digits" && `${((100 * learnt.right) / learnt.asked).toFixed(0)} % of ${learnt.asked} held back are right`}</small>
      </h3>
      <ol>
        {Array.from({ length: 10 }, (_, digit) => (
          <li key={digit} class={digit === best ? "best" : ""}>
            <span class="mono">{digit}</span>
            <span class="bar">
              <span style={{ width: `${100 * (p[digit] ?? 0)}%` }} />
            </span>
            <span class="mono">{p.length ? `${(100 * p[digit]!).toFixed(0)} %` : ""}</span>
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {best >= 0 && `${side === "off" ? "As written" : "evenkeel"}: a ${best}, ${(100 * p[best]!).toFixed(0)} %`}
      </p>
    </div>
  );
}

/** Grey levels as ink of the page's colour, large. */
function paint(to: CanvasRenderingContext2D, pixels: Float32Array): void {
  const size = SIDE / MNIST;
  to.fillStyle = colour("ink");
  pixels.forEach((grey, i) => {
    to.globalAlpha = grey;
    to.fillRect((i % MNIST) * size, Math.floor(i / MNIST) * size, size, size);
  });
  to.globalAlpha = 1;
}
function recolour(of: CanvasRenderingContext2D): void {
  of.save();
  of.globalCompositeOperation = "source-in";
  of.fillStyle = colour("ink");
  of.fillRect(0, 0, SIDE, SIDE);
  of.restore();
}
