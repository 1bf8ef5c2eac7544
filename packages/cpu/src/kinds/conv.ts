/**
 * conv: sums of products over windows. A vector holds neighbouring outputs (convAcross.ts) or, where rows of outputs are too short for that, neighbouring
 * terms of one sum (convAlong.ts): the gradient by a weight of 3×3 has outputs in rows of 3, and terms in rows as long as an image.
 */
import { bytesIn, type ConvRequest } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { across } from "./convAcross.js";
import { along } from "./convAlong.js";
import { move } from "./copy.js";

/** A request in three dimensions, strides in bytes. */
export interface Conv {
  readonly machine: Machine;
  readonly unit: number;
  readonly batch: number;
  readonly groups: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly positions: Three;
  readonly taps: Three;
  readonly stride: Three;
  readonly dilation: Three;
  /** Strides of [n, g, i, …] and [g, o, i, …]. */
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly addresses: () => readonly [x: number, w: number, y: number];
}
export type Three = readonly [number, number, number];

export function conv(m: Machine, r: ConvRequest): null {
  const { dtype, batch, groups, inputs, outputs } = r;
  const unit = bytesIn(dtype);
  const three = (sizes: readonly number[], rest = 1): Three => [...new Array<number>(3 - sizes.length).fill(rest), ...sizes] as unknown as Three;
  const [positions, taps, stride, dilation] = [r.positions, r.taps, r.stride, r.dilation].map((sizes) => three(sizes)) as [
    Three,
    Three,
    Three,
    Three,
  ];
  const bytes = ({ strides }: { strides: readonly number[] }): number[] =>
    [...strides.slice(0, 3), ...three(strides.slice(3), 0)].map((stride) => unit * stride);
  const addresses = (): [number, number, number] => [m.address(r.x, dtype), m.address(r.w, dtype), m.address(r.output, dtype)];
  const size = batch * groups * outputs * volume(positions);
  if (size === 0) return null;
  if (inputs * volume(taps) === 0) {
    const [, , y] = addresses();
    m.memory.u8.fill(0, y, y + unit * size);
    return null;
  }
  const all: Conv = { machine: m, unit, batch, groups, inputs, outputs, positions, taps, stride, dilation, x: bytes(r.x), w: bytes(r.w), addresses };
  // The share of a vector's lanes that is used; an incomplete vector of terms costs more than a whole one, and so does a row of them. Sizes alone
  // decide, so that layouts change no bit.
  const vectors = (n: number): number => (n * unit) / 16;
  const ends = Math.floor(vectors(taps[2])) + (Number.isInteger(vectors(taps[2])) ? 0.5 : 2.2);
  if ((0.95 * vectors(taps[2])) / ends > vectors(positions[2]) / Math.ceil(vectors(positions[2]))) along(all);
  else across(all);
  return null;
}

export const volume = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);
/** The elements of x that are asked for, along each dimension. */
export const extents = ({ positions, taps, stride, dilation }: Conv): Three =>
  positions.map((p, d) => stride[d]! * (p - 1) + dilation[d]! * (taps[d]! - 1) + 1) as unknown as Three;

/** How x lies: bytes between images, channels, planes and rows, and from the beginning of a row to element q of it. */
export interface Lying {
  readonly n: number;
  readonly i: number;
  readonly planes: number;
  readonly rows: number;
  readonly column: (q: number) => number;
}
export const lyingAsGiven = ({ x, unit }: Conv): Lying => ({ n: x[0]!, i: x[2]!, planes: x[3]!, rows: x[4]!, column: (q) => unit * q });

/** Where every `apart`-th element of a row goes into one vector: rows as `apart` pieces, each of elements that far apart. [images, channels, planes, rows, pieces, …]. */
export function lyingApart(c: Conv, apart: number, channels: number): Lying {
  const [planes, rows, columns] = extents(c),
    width = Math.ceil(columns / apart),
    row = c.unit * apart * width;
  const i = row * rows * planes;
  return { n: i * channels, i, planes: row * rows, rows: row, column: (q) => c.unit * ((q % apart) * width + Math.floor(q / apart)) };
}
/** Bytes of x in that order. */
export const bytesApart = (c: Conv, apart: number): number => {
  const [planes, rows, columns] = extents(c);
  return c.unit * planes * rows * Math.ceil(columns / apart) * apart;
};

/** Copies images and channels of x from an address into that order. */
export function copyApart(c: Conv, apart: number, to: Lying, images: number, channels: number, from: number, target: number): void {
  const [planes, rows, columns] = extents(c),
    [xn, , xi, x1, x2] = c.x as [number, number, number, number, number];
  for (let piece = 0; piece < Math.min(apart, columns); piece++) {
    const dims = [
      { size: images, strides: [xn, to.n] },
      { size: channels, strides: [xi, to.i] },
      { size: planes, strides: [x1, to.planes] },
      { size: rows, strides: [x2, to.rows] },
      { size: Math.floor((columns - 1 - piece) / apart) + 1, strides: [c.unit * apart, c.unit] },
    ];
    move(c.machine, c.unit, dims, from + c.unit * piece, target + to.column(piece));
  }
}

/** The weight in row-major order, or with these strides of groups and channels; taps lie side by side. */
export function flatten(c: Conv, from: number, to: number, [g, o]: readonly number[]): void {
  const sizes = [c.inputs, ...c.taps],
    strides = [g!, o!, ...sizes.map((_, d) => c.unit * volume(sizes.slice(d + 1)))];
  move(
    c.machine,
    c.unit,
    [c.groups, c.outputs, ...sizes].map((size, d) => ({ size, strides: [c.w[d]!, strides[d]!] })),
    from,
    to,
  );
}

/** Scratch for several things: its bytes, and where each begins. */
export const extent = (sizes: readonly number[]): number => sizes.reduce((sum, bytes) => sum + aligned(bytes), 0);
export const places = (at: number, sizes: readonly number[]): number[] => sizes.map((_, i) => at + extent(sizes.slice(0, i)));
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;
