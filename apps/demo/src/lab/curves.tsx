/** The plots: value, gradient, and the error of each, over one x. Dragging zooms, the wheel zooms about the pointer, shift and dragging pans. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { colour, theme } from "../shell/theme.js";
import { shortest } from "./float32.js";
import type { Curve, Truth, View } from "./protocol.js";

export interface Curves {
  readonly xs: Float32Array;
  readonly on: Curve;
  readonly off: Curve;
  readonly truths: readonly (Truth | null | undefined)[];
}
interface Given {
  readonly curves: Curves;
  readonly view: View;
  readonly x: number;
  readonly onView: (view: View) => void;
  readonly onX: (x: number) => void;
}
/** ulp: more is wrong. */
export const WRONG = 16;
const LEAST = 2 ** -4,
  MOST = 2 ** 32;
const PLOTS = ["value", "gradient"] as const;
type Part = (typeof PLOTS)[number];

export function CurvePlots(given: Given) {
  const place = useRef<HTMLDivElement>(null),
    latest = useRef(given),
    plots = useRef<readonly uPlot[]>([]);
  latest.current = given;
  useEffect(() => {
    const made = PLOTS.flatMap((part) => [linesOf(part, place.current!, latest), errorsOf(part, place.current!, latest)]);
    plots.current = made;
    const resize = new ResizeObserver(() => made.forEach((p) => p.setSize({ width: place.current!.clientWidth, height: p.height })));
    resize.observe(place.current!);
    return () => {
      resize.disconnect();
      made.forEach((p) => p.destroy());
    };
  }, [theme.value, given.view.log]);
  useEffect(() => {
    const { curves } = given;
    for (const [i, p] of plots.current.entries()) p.setData(dataOf(curves, PLOTS[i >> 1]!, i % 2 === 1), true);
  }, [given.curves, theme.value, given.view.log]);
  useEffect(() => plots.current.forEach((p) => p.redraw(false)), [given.x]);
  return (
    <div class="plots">
      <div class="legend" aria-hidden="true">
        <span class="key truth">exact</span>
        <span class="key written">as written</span>
        <span class="key run">as run</span>
        <span class="key failing">more than {WRONG} ulp off as written</span>
      </div>
      <div ref={place} role="img" aria-label={summary(given.curves)} />
    </div>
  );
}

const field = (part: Part): "values" | "gradients" => (part === "value" ? "values" : "gradients");
const finite = (y: number | undefined): number | null => (y === undefined || !Number.isFinite(y) ? null : y);
const shownError = (e: number): number => (Number.isNaN(e) ? MOST : Math.max(LEAST, Math.min(MOST, e)));

function dataOf({ xs, on, off, truths }: Curves, part: Part, errors: boolean): uPlot.AlignedData {
  const x = [...xs],
    of = (mode: "on" | "off"): (number | null)[] =>
      errors ? x.map((_, i) => (truths[i] ? shownError(truths[i][mode][part]) : null)) : [...(mode === "on" ? on : off)[field(part)]].map(finite);
  return errors ? [x, of("off"), of("on")] : [x, x.map((_, i) => finite(truths[i]?.[part])), of("off"), of("on")];
}
/** A point that is right by luck between wrong ones, this many on, is none that parts them. */
const BETWEEN = 10;
/** The runs of points at which the written form fails. */
export function failing({ xs, truths }: Curves, part: Part): [number, number][] {
  const found: [number, number][] = [];
  let last = -Infinity;
  for (const [i, x] of xs.entries()) {
    const t = truths[i];
    if (!t || t.off[part] <= WRONG) continue;
    if (i - last <= BETWEEN) found.at(-1)![1] = x;
    else found.push([x, x]);
    last = i;
  }
  return found;
}
/** The worst error of what is run, of values and gradients. */
export const worst = ({ truths }: Curves): number => truths.reduce((most, t) => Math.max(most, t?.on.value ?? 0, t?.on.gradient ?? 0), 0);
const summary = (curves: Curves): string =>
  PLOTS.map((part) => {
    const runs = failing(curves, part).map(([a, b]) => `from ${shortest(a)} to ${shortest(b)}`);
    return `${part} as written: ${runs.length ? `more than ${WRONG} ulp off ${runs.join(", ")}` : "right across the view"}`;
  }).join("; ");

type Latest = { readonly current: Given };

function base(latest: Latest, part: Part, height: number): uPlot.Options {
  const line = colour("line"),
    ink = colour("soft"),
    axis: uPlot.Axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "12px system-ui, sans-serif" };
  return {
    width: 600,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    scales: { x: { time: false, distr: latest.current.view.log ? 3 : 1, range: () => [latest.current.view.from, latest.current.view.to] } },
    axes: [
      { ...axis, values: (_, at) => at.map((v) => (v === null ? "" : label(v))) },
      { ...axis, size: 72 },
    ],
    series: [{}],
    cursor: { sync: { key: "lab" }, drag: { x: true, y: false, setScale: false }, points: { show: false } },
    hooks: {
      drawClear: [(u) => shade(u, failing(latest.current.curves, part))],
      draw: [(u) => rule(u, latest.current.x)],
      setSelect: [
        (u) => {
          if (u.select.width < 6) return;
          const [from, to] = [u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x")];
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          latest.current.onView({ ...latest.current.view, from, to });
        },
      ],
      ready: [(u) => grasp(u, latest)],
    },
  };
}
const label = (v: number): string => shortest(Number(v.toPrecision(6)));

function linesOf(part: Part, place: HTMLElement, latest: Latest): uPlot {
  const options = base(latest, part, 210);
  options.axes![1]!.label = part;
  options.axes![1]!.labelSize = 18;
  options.axes![1]!.labelFont = "600 12px system-ui, sans-serif";
  options.axes![1]!.values = (_, at) => at.map(label);
  options.scales!.y = { range: () => heights(latest.current.curves, part) };
  options.axes![0]!.values = (_, at) => at.map(() => "");
  options.axes![0]!.size = 10;
  options.series.push(
    { stroke: colour("truth"), width: 7, alpha: 0.3, points: { show: false } },
    { stroke: colour("written"), width: 2, points: { show: false } },
    { stroke: colour("run"), width: 2, dash: [7, 4], points: { show: false } },
  );
  return new uPlot(options, dataOf(latest.current.curves, part, false), place);
}
function errorsOf(part: Part, place: HTMLElement, latest: Latest): uPlot {
  const options = base(latest, part, 128);
  options.axes![1]!.label = "its error, ulp";
  options.axes![1]!.labelSize = 18;
  options.axes![1]!.labelFont = "12px system-ui, sans-serif";
  options.axes![1]!.filter = (_, at) => at;
  options.axes![1]!.splits = () => [1, 2 ** 8, 2 ** 16, 2 ** 24, MOST];
  options.axes![1]!.values = (_, at) =>
    at.map((v) => (v === MOST ? "all" : v === 1 ? "1" : `2^${Math.log2(v)}`.replace("^8", "⁸").replace("^16", "¹⁶").replace("^24", "²⁴")));
  options.scales!.y = { distr: 3, log: 2, range: () => [LEAST, MOST] };
  options.series.push(
    { stroke: colour("written"), width: 1.5, points: { show: false }, fill: `${colour("written")}22`, spanGaps: true },
    { stroke: colour("run"), width: 1.5, points: { show: false }, spanGaps: true },
  );
  return new uPlot(options, dataOf(latest.current.curves, part, true), place);
}

/** By what is true and what is run: what is written may be anywhere. */
function heights({ on, truths }: Curves, part: Part): [number, number] {
  const ys = [...truths.map((t) => t?.[part]), ...on[field(part)]].map(finite).filter((y) => y !== null);
  let [low, high] = [Infinity, -Infinity];
  for (const y of ys) [low, high] = [Math.min(low, y), Math.max(high, y)];
  if (low > high) return [-1, 1];
  const room = (high - low) * 0.07 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

function shade(u: uPlot, runs: readonly [number, number][]): void {
  const { ctx, bbox } = u,
    ratio = devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colour("failing");
  for (const [a, b] of runs) {
    const left = Math.max(bbox.left, u.valToPos(a, "x", true) - ratio),
      right = Math.min(bbox.left + bbox.width, u.valToPos(b, "x", true) + ratio);
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}
function rule(u: uPlot, x: number): void {
  const { ctx, bbox } = u,
    at = u.valToPos(x, "x", true);
  if (!(at >= bbox.left && at <= bbox.left + bbox.width)) return;
  ctx.save();
  ctx.strokeStyle = colour("ink");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(at, bbox.top);
  ctx.lineTo(at, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** Wheel, shift and drag, and a click that puts x there. */
function grasp(u: uPlot, latest: Latest): void {
  let from: { x: number; view: View } | null = null;
  u.over.addEventListener("wheel", (e) => {
    e.preventDefault();
    latest.current.onView(zoomed(latest.current.view, e.deltaY > 0 ? 1.25 : 0.8, e.offsetX / u.over.clientWidth));
  });
  u.over.addEventListener(
    "mousedown",
    (e) => {
      if (!e.shiftKey) return;
      e.stopImmediatePropagation();
      from = { x: e.clientX, view: latest.current.view };
    },
    true,
  );
  addEventListener("mousemove", (e) => {
    if (from) latest.current.onView(panned(from.view, (from.x - e.clientX) / u.over.clientWidth));
  });
  addEventListener("mouseup", () => (from = null));
  u.over.addEventListener("click", (e) => latest.current.onX(Math.fround(u.posToVal(e.offsetX, "x"))));
}

const inside = ({ from, to, log }: View, t: number): number => (log ? from * (to / from) ** t : from + (to - from) * t);
/** About a place between 0, the left end, and 1. */
export const zoomed = (view: View, factor: number, about = 0.5): View => ({
  ...view,
  from: inside(view, about - about * factor),
  to: inside(view, about + (1 - about) * factor),
});
export const panned = (view: View, by: number): View => ({ ...view, from: inside(view, by), to: inside(view, 1 + by) });
