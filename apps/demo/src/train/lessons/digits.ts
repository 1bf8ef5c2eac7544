/** Handwritten digits, with grey levels as a file has them or scaled. */
import { Random } from "@evenkeel/problems";
import { batchOf, ConvNet, type Digits, judge, PIXELS, splitOf } from "@evenkeel/problems/digits";
import type { Settings } from "../settings.js";
import { fetched } from "./fetched.js";
import { falling, type Lesson } from "./lesson.js";

export interface DigitsLesson extends Lesson<Digits, ConvNet> {
  /** The ten probabilities of what is drawn, grey levels from 0 to 1. */
  recognise(model: ConvNet, pixels: Float32Array): Promise<number[]>;
  /** One of those held back: grey levels from 0 to 1. */
  pick(): { pixels: Float32Array; label: number };
}

const HELD_BACK = 2000;
const BATCH = 32;
const ASKED = 500; // of those held back, whenever it is told what was learnt
const STREAM = { order: 3, picks: 4 };

export async function digits({ steps, rate, seed, bytes }: Settings, site: string): Promise<DigitsLesson> {
  const packed = (await fetched(site, "data/digits.bin")).body!.pipeThrough(new DecompressionStream("gzip")),
    split = splitOf(new Uint8Array(await new Response(packed).arrayBuffer()), HELD_BACK, seed),
    scale = bytes ? 255 : 1,
    training = scaled(split.training, scale),
    asked = scaled(
      batchOf(
        split.heldBack,
        Array.from({ length: ASKED }, (_, i) => i),
      ),
      scale,
    ),
    random = new Random(seed, STREAM.order),
    picks = new Random(seed, STREAM.picks),
    order = Int32Array.from(training.labels, (_, i) => i);
  let at = order.length;
  return {
    samples: BATCH,
    facts: `${training.labels.length.toLocaleString("en")} handwritten digits, ${HELD_BACK.toLocaleString("en")} more held back; ${BATCH} digits a step`,
    next: () => {
      if (at + BATCH > order.length) {
        random.shuffle(order, order.length);
        at = 0;
      }
      return batchOf(training, order.subarray(at, (at += BATCH)), random);
    },
    model: () => new ConvNet(seed),
    rate: (step) => falling(rate, step, steps),
    learnt: async (model) => ({ of: "digits", right: (await judge(model, asked)).right, asked: ASKED }),
    recognise: async (model, pixels) => [...(await model.probabilities({ images: pixels.map((p) => p * scale), labels: Int32Array.of(0) }))],
    pick: () => {
      const place = picks.below(HELD_BACK);
      return { pixels: split.heldBack.images.slice(place * PIXELS, (place + 1) * PIXELS), label: split.heldBack.labels[place]! };
    },
  };
}

const scaled = ({ images, labels }: Digits, scale: number): Digits => ({ images: scale === 1 ? images : images.map((p) => p * scale), labels });
