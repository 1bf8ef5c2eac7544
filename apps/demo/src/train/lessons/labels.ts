/** Two label sets, one distribution. */
import { type Batch, labelled, LabelSets } from "@evenkeel/problems/label-sets";
import { noGrad, read } from "evenkeel";
import type { Settings } from "../settings.js";
import { falling, type Lesson } from "./lesson.js";

const BATCH = 64;

export async function labels({ steps, rate, seed }: Settings): Promise<Lesson<Batch, LabelSets>> {
  const { heldBack, batches } = labelled(seed),
    size = heldBack.labels.length;
  return {
    samples: BATCH,
    facts: `labels of two sets, 2 % of them wrong; ${size} samples held back; ${BATCH} samples a step`,
    next: batches(BATCH),
    model: () => new LabelSets(seed),
    rate: (step) => falling(rate, step, steps),
    learnt: async (model) => {
      const [p, t] = await noGrad(() => read(model.logProbabilities(heldBack), model.outputs(heldBack).t)),
        width = p!.length / size;
      let right = 0;
      heldBack.labels.forEach((label, i) => {
        const row = p!.subarray(i * width, (i + 1) * width) as Float32Array;
        if (row[label] === Math.max(...row)) right++;
      });
      return { of: "labels", right, asked: size, shares: [...t!] };
    },
  };
}
