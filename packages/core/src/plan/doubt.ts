/** What a run cannot know yet: a backend that works later tells of its faults later. Values carry the doubt until somebody reads one of them. */
import type { Tensor } from "../tensor/tensor.js";

export class Doubt {
  /** What is wrong with every value of the run, once that is settled. */
  error: Error | null = null;
  private open = true;
  readonly settled: Promise<void>;

  constructor(answers: readonly Promise<Error | null>[], from: readonly Doubt[]) {
    this.settled = this.settle(answers, from);
  }
  private async settle(answers: readonly Promise<Error | null>[], from: readonly Doubt[]): Promise<void> {
    for (const answer of answers) this.error ??= await answer;
    for (const doubt of from) {
      await doubt.settled;
      this.error ??= doubt.error;
    }
    this.open = false;
  }
  /** Whether it can be forgotten. */
  get isCleared(): boolean {
    return !this.open && !this.error;
  }
}

/** The doubt about what a run gives: its own, and what it has from the values that it read. */
export function doubtOf(nodes: readonly Tensor[], answers: readonly Promise<Error | null>[]): Doubt | null {
  const from: Doubt[] = [];
  for (const { value } of nodes) {
    const doubt = value?.held.doubt;
    if (doubt?.isCleared) value!.held.doubt = null;
    else if (doubt && !from.includes(doubt)) from.push(doubt);
  }
  return answers.length || from.length ? new Doubt(answers, from) : null;
}
