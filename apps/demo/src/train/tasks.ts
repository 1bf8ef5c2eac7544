/** What is said of each task: its name, its loss as its author wrote it, what a sample is called. */
import type { TaskName } from "./settings.js";

export interface Task {
  readonly name: string;
  readonly about: string;
  /** As in the program that runs. */
  readonly loss: string;
  readonly samples: string;
}

export const TASK: Readonly<Record<TaskName, Task>> = {
  words: {
    name: "Word vectors",
    about: "Skip-gram on the whole of Moby Dick: which words keep which company.",
    loss: `right = sum(mul(word, tag), -1)
wrong = sum(mul(word, wrongTags), -1)
loss  = add(
  sum(neg(log(sigmoid(right)))),
  sum(neg(log(sub(1, sigmoid(wrong))))))`,
    samples: "pairs",
  },
  digits: {
    name: "Digits",
    about: "A small convolutional net on 8,000 handwritten digits. Then draw one.",
    loss: `p = softmax(logits, -1)
loss = neg(mean(log(gather(p, 1, label))))`,
    samples: "digits",
  },
  labels: {
    name: "Two label sets",
    about: "A label comes from one set or the other, and a share s says from which: a pointer-generator.",
    loss: `s = sigmoid(t)
p = cat([mul(s, softmax(a)),
         mul(sub(1, s), softmax(b))])
loss = neg(mean(gather(log(p), 1, label)))`,
    samples: "samples",
  },
};
