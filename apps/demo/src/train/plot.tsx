/** A plot of uPlot's, in the colours of the page. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { colour, theme } from "../shell/theme.js";

export interface Line {
  readonly values: readonly (number | null)[];
  /** The name of a colour of the style sheet. */
  readonly colour: string;
  readonly width?: number;
  readonly alpha?: number;
  readonly dash?: readonly number[];
}
export interface PlotProps {
  /** What a screen reader says instead. */
  readonly says: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly xTo: number;
  readonly range: readonly [number, number];
  readonly log?: boolean;
  readonly height: number;
  /** Beyond this x there is nothing any more. */
  readonly end?: number | undefined;
}

export function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null),
    plot = useRef<uPlot | null>(null),
    now = useRef(props);
  now.current = props;
  const kinds = props.lines.map(({ colour, dash }) => colour + String(dash)).join();
  useEffect(() => {
    const made = new uPlot(options(now, place.current!.clientWidth), data(props), place.current!),
      resized = new ResizeObserver(() => made.setSize({ width: place.current!.clientWidth, height: now.current.height }));
    plot.current = made;
    resized.observe(place.current!);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [theme.value, kinds, props.log]);
  useEffect(() => plot.current?.setData(data(props)));
  return <div ref={place} class="plot" role="img" aria-label={props.says} style={{ height: `${props.height}px` }} />;
}

const data = ({ x, lines }: PlotProps): uPlot.AlignedData => [[...x], ...lines.map(({ values }) => [...values])];

function options(now: { readonly current: PlotProps }, width: number): uPlot.Options {
  const { lines, log = false, height } = now.current,
    axis: uPlot.Axis = {
      stroke: colour("soft"),
      grid: { stroke: colour("line"), width: 1 },
      ticks: { stroke: colour("line"), width: 1, size: 4 },
      font: "12px system-ui, sans-serif",
    };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 22, 0, 0],
    scales: {
      x: { time: false, range: () => [0, now.current.xTo] },
      y: { distr: log ? 3 : 1, range: () => [...now.current.range] as [number, number] },
    },
    axes: [
      { ...axis, size: 26, values: (_, ticks) => ticks.map((t) => (Number.isInteger(t) ? t.toLocaleString("en") : "")) },
      {
        ...axis,
        ...(log && { grid: { ...axis.grid, filter: powersOfTen }, ticks: { ...axis.ticks, filter: powersOfTen }, filter: powersOfTen }),
        size: 50,
        values: (_, ticks) => ticks.map((t) => (t === null ? "" : short(t))),
      },
    ],
    series: [
      {},
      ...lines.map(({ colour: name, width = 2, alpha = 1, dash }) => ({
        stroke: colour(name),
        width,
        alpha,
        dash: [...(dash ?? [])],
        points: { show: false },
      })),
    ],
    hooks: { drawClear: [(u: uPlot) => shade(u, now.current.end)], draw: [(u: uPlot) => cross(u, now.current)] },
  };
}
const powersOfTen = (_: uPlot, ticks: number[]): (number | null)[] =>
  ticks.map((t) => (Number.isInteger(Number(Math.log10(t).toFixed(6))) ? t : null));
const short = (x: number): string =>
  x !== 0 && (Math.abs(x) < 1e-3 || Math.abs(x) >= 1e5) ? x.toExponential(0).replace("e+", "e") : String(Number(x.toPrecision(4)));

/** Where a run is dead. */
function shade(u: uPlot, end: number | undefined): void {
  if (end === undefined) return;
  const { left, top, width, height } = u.bbox,
    from = Math.max(left, u.valToPos(end, "x", true));
  u.ctx.save();
  u.ctx.fillStyle = colour("failing");
  u.ctx.fillRect(from, top, left + width - from, height);
  u.ctx.restore();
}
function cross(u: uPlot, { end, lines, range, log }: PlotProps): void {
  if (end === undefined) return;
  const last = lines.at(-1)?.values.findLast((value) => value !== null) ?? (log ? Math.sqrt(range[0] * range[1]) : (range[0] + range[1]) / 2),
    x = u.valToPos(end, "x", true),
    y = u.valToPos(Math.min(range[1], Math.max(range[0], last)), "y", true),
    size = 6 * devicePixelRatio;
  u.ctx.save();
  u.ctx.strokeStyle = colour("written");
  u.ctx.lineWidth = 2.5 * devicePixelRatio;
  u.ctx.beginPath();
  for (const way of [-1, 1]) {
    u.ctx.moveTo(x - size, y - way * size);
    u.ctx.lineTo(x + size, y + way * size);
  }
  u.ctx.stroke();
  u.ctx.restore();
}
