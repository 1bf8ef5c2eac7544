/** Digits as bytes: packed and split again, by the seed alone; and why a net dies of inputs that are too large. */
import { stabilise } from "evenkeel";
import { expect, test } from "vitest";
import { ConvNet, packed, PIXELS, splitOf } from "../src/digits/index.js";
import { Random } from "../src/random.js";

const random = new Random(1, 1);
/** Three images of each digit, grey levels in whole 255ths, the first pixel telling the digit. */
const files = Array.from({ length: 10 }, (_, digit) =>
  Array.from({ length: 3 * PIXELS }, (_, i) => (i % PIXELS === 0 ? digit : random.below(256)) / 255),
);

test("what is packed is there again, label and pixels", () => {
  const { training, heldBack } = splitOf(packed(files), 6, 1);
  expect([training.labels.length, heldBack.labels.length]).toEqual([24, 6]);
  const all = [...training.labels, ...heldBack.labels];
  expect(all.sort().join("")).toBe("000111222333444555666777888999");
  for (const { images, labels } of [training, heldBack]) labels.forEach((digit, i) => expect(images[i * PIXELS]).toBe(Math.fround(digit / 255)));
  expect(splitOf(packed(files), 6, 2).heldBack.images).not.toEqual(heldBack.images);
});

test("inputs that are too large: the loss as written is infinite at once, and is kept finite", async () => {
  const { training } = splitOf(packed(files), 6, 1),
    batch = { images: training.images.map((grey) => grey * 5000), labels: training.labels },
    lost = new ConvNet(1);
  expect(await lost.step(batch, 0.003, (written) => stabilise("off", written))).toBe(Infinity);
  expect(await lost.cause(batch)).toMatch(
    /^the logit of a \d is \d+\.\d below the greatest: softmax = e\^−\d+\.\d is 0 in float32, and log\(0\) is −∞$/,
  );
  expect(await new ConvNet(1).step(batch, 0.003)).toBeLessThan(10_000);
});
