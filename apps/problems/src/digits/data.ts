/** Handwritten digits: 28 × 28 grey levels from 0 to 1, mixed, with some held back; and how they are packed into bytes. */
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

/** One byte a label, then one a pixel, for each image. `files[d]` has the images of digit d, grey levels from 0 to 1. */
export function packed(files: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(files.reduce((n, file) => n + file.length / PIXELS, 0) * RECORD);
  let at = 0;
  files.forEach((file, digit) => {
    for (let i = 0; i < file.length; i++) {
      if (i % PIXELS === 0) bytes[at++] = digit;
      bytes[at++] = Math.round(255 * file[i]!);
    }
  });
  return bytes;
}
const RECORD = PIXELS + 1;

/** `held` of the packed digits are held back; which ones is a matter of the seed. */
export function splitOf(bytes: Uint8Array, held: number, seed: number): Split {
  const order = Int32Array.from({ length: bytes.length / RECORD }, (_, i) => i);
  new Random(seed, STREAM).shuffle(order, order.length);
  const take = (which: Int32Array): Digits => {
    const images = new Float32Array(which.length * PIXELS);
    const labels = Int32Array.from(which, (place, at) => {
      const from = place * RECORD + 1;
      for (let i = 0; i < PIXELS; i++) images[at * PIXELS + i] = bytes[from + i]! / 255;
      return bytes[from - 1]!;
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
