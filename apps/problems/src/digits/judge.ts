/** What a net makes of digits that it has not seen. */
import { batchOf, type Digits } from "./data.js";
import type { ConvNet } from "./model.js";

export interface Mistake {
  readonly place: number;
  readonly digit: number;
  readonly taken: number;
  /** Of what it was taken for. */
  readonly probability: number;
}
export interface Judgement {
  readonly right: number;
  /** confusion[digit][taken] counts. */
  readonly confusion: readonly (readonly number[])[];
  /** The surest first. */
  readonly mistakes: readonly Mistake[];
}

const AT_ONCE = 500;

export async function judge(net: ConvNet, digits: Digits): Promise<Judgement> {
  const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0)),
    mistakes: Mistake[] = [];
  for (let from = 0; from < digits.labels.length; from += AT_ONCE) {
    const places = Array.from({ length: Math.min(AT_ONCE, digits.labels.length - from) }, (_, i) => from + i),
      probabilities = await net.probabilities(batchOf(digits, places));
    places.forEach((place, i) => {
      const row = probabilities.subarray(i * 10, i * 10 + 10),
        probability = Math.max(...row),
        taken = row.indexOf(probability),
        digit = digits.labels[place]!;
      confusion[digit]![taken]!++;
      if (taken !== digit) mistakes.push({ place, digit, taken, probability });
    });
  }
  const right = confusion.reduce((sum, row, digit) => sum + row[digit]!, 0);
  return { right, confusion, mistakes: mistakes.sort((a, b) => b.probability - a.probability) };
}
