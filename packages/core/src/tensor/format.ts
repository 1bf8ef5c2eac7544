/**
 * Elements as PyTorch writes them, number by number: one width and one notation for a whole tensor, rows wrapped at the line's width, the
 * middle of large tensors left out. Pure functions of data; print.ts says what stands around them.
 */
import { fixed, scientific } from "./decimal.js";
import { type Shape, sizeOf } from "./shape.js";

export interface PrintOptions {
  /** Digits after the point. */
  readonly precision: number;
  /** Tensors of more elements are summarised. */
  readonly threshold: number;
  /** How many elements a summary shows at each end of a dimension. */
  readonly edgeitems: number;
  /** Characters in a line. */
  readonly linewidth: number;
  /** Whether floating numbers are written as d.dddde±dd; null: where that is shorter to read. */
  readonly sciMode: boolean | null;
}

/** How one element is written, so that all take the same width. */
interface Style {
  readonly width: number;
  readonly text: (x: number) => string;
}

/** Nested brackets around the elements of a tensor, which begin at column `indent`. */
export function elements(data: ArrayLike<number>, shape: Shape, dtype: string, options: PrintOptions, indent: number): string {
  const size = sizeOf(shape);
  if (size === 0) return "[]";
  const edge = size > options.threshold ? options.edgeitems : Infinity,
    { width, text } = styleOf(shown(data, shape, edge), dtype, options);
  const cell = (i: number): string => text(data[i]!).padStart(width),
    perLine = (indent: number): number => Math.max(1, Math.floor((options.linewidth - indent) / (width + 2)));
  const nest = (dim: number, from: number, indent: number): string => {
    if (dim === shape.length) return cell(from);
    const n = shape[dim]!,
      step = sizeOf(shape.slice(dim + 1)),
      last = dim === shape.length - 1;
    const part = (i: number): string => nest(dim + 1, from + i * step, indent + 1),
      parts = ends(n, edge).map((i) => (i === null ? (last && edge > 0 ? " ..." : "...") : part(i)));
    if (!last) return `[${parts.join(`,${"\n".repeat(shape.length - dim - 1)}${" ".repeat(indent + 1)}`)}]`;
    const lines: string[] = [];
    for (let i = 0; i < parts.length; i += perLine(indent)) lines.push(parts.slice(i, i + perLine(indent)).join(", "));
    return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
  };
  return nest(0, 0, indent);
}

/** Which of n parts are written; null stands for those that are left out. */
function ends(n: number, edge: number): (number | null)[] {
  if (n <= 2 * edge) return Array.from({ length: n }, (_, i) => i);
  const side = (from: number): number[] => Array.from({ length: edge }, (_, i) => from + i);
  return [...side(0), null, ...side(n - edge)];
}

/** The elements that are written. */
function shown(data: ArrayLike<number>, shape: Shape, edge: number): number[] {
  let at = [0];
  shape.forEach((n, dim) => {
    const step = sizeOf(shape.slice(dim + 1)),
      parts = ends(n, edge).filter((i) => i !== null);
    at = at.flatMap((from) => parts.map((i) => from + i * step));
  });
  return at.map((i) => data[i]!);
}

function styleOf(values: readonly number[], dtype: string, { precision, sciMode }: PrintOptions): Style {
  const widest = (texts: readonly string[]): number => texts.reduce((w, t) => Math.max(w, t.length), 1);
  if (!dtype.includes("float")) {
    const text = dtype === "bool" ? (x: number): string => String(x !== 0) : String;
    return { width: widest(values.map(text)), text };
  }
  const finite = values.filter((x) => Number.isFinite(x) && x !== 0),
    sizes = finite.map(Math.abs);
  const most = sizes.reduce((a, b) => Math.max(a, b), 0),
    least = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  if (finite.length && (sciMode ?? (most / least > 1000 || most > 1e8 || least < 1e-4))) {
    const text = (x: number): string => scientific(x, precision);
    return { width: widest(finite.map(text)), text };
  }
  const whole = finite.every(Number.isInteger),
    text = (x: number): string => (whole ? fixed(x, 0) + (Number.isFinite(x) ? "." : "") : fixed(x, precision));
  return { width: widest(finite.map(text)), text };
}
