/** The 10,000 handwritten digits of the package `mnist`, a part of LeCun's MNIST: 28 × 28 grey levels from 0 to 1, mixed, with some held back. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Random } from "../random.js";

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

export interface Digits {
  /** [images × 784] */
  readonly images: Float32Array;
  readonly labels: Int32Array;
}
export interface Split {
  readonly training: Digits;
  readonly heldBack: Digits;
}

/** `held` digits are held back; which ones is a matter of the seed. */
export function readDigits(held: number, seed: number): Split {
  const { resolve } = createRequire(import.meta.url);
  const files = Array.from({ length: 10 }, (_, digit) => {
    const { data } = JSON.parse(readFileSync(resolve(`mnist/src/digits/${digit}.json`), "utf8")) as { data: number[] };
    return Float32Array.from(data);
  });
  const places = files.flatMap((file, digit) => Array.from({ length: file.length / PIXELS }, (_, i) => [digit, i] as const)),
    order = Int32Array.from(places, (_, i) => i);
  new Random(seed, STREAM).shuffle(order, order.length);
  const take = (which: Int32Array): Digits => {
    const images = new Float32Array(which.length * PIXELS);
    const labels = Int32Array.from(which, (place, at) => {
      const [digit, i] = places[place]!;
      images.set(files[digit]!.subarray(i * PIXELS, (i + 1) * PIXELS), at * PIXELS);
      return digit;
    });
    return { images, labels };
  };
  return { training: take(order.subarray(held)), heldBack: take(order.subarray(0, held)) };
}
const STREAM = 1;

/** Some of the digits, in the order that is given; with `random`, each moved by up to two pixels along and across, as writers do. */
export function batchOf({ images, labels }: Digits, which: ArrayLike<number>, random?: Random): Digits {
  const batch = new Float32Array(which.length * PIXELS);
  const found = Int32Array.from(which, (place, at) => {
    const image = images.subarray(place * PIXELS, (place + 1) * PIXELS),
      to = batch.subarray(at * PIXELS, (at + 1) * PIXELS);
    if (random) move(image, to, random.below(2 * FARTHEST + 1) - FARTHEST, random.below(2 * FARTHEST + 1) - FARTHEST);
    else to.set(image);
    return labels[place]!;
  });
  return { images: batch, labels: found };
}
const FARTHEST = 2;
function move(from: Float32Array, to: Float32Array, right: number, down: number): void {
  for (let y = Math.max(0, down); y < Math.min(SIDE, SIDE + down); y++) {
    const start = (y - down) * SIDE + Math.max(0, -right);
    to.set(from.subarray(start, (y - down) * SIDE + Math.min(SIDE, SIDE - right)), y * SIDE + Math.max(0, right));
  }
}
