/** From losses to what is drawn: smoothed as the eye wants it, in at most so many points. */

/** The exponential mean, which weighs few losses evenly. */
export function smoothed(losses: readonly number[]): Float64Array {
  let mean = 0;
  return Float64Array.from(losses, (loss, i) => (mean += (loss - mean) * Math.max(0.08, 1 / (i + 1))));
}

/** Every so many, and the last one: [steps, values]. */
export function thinned(values: ArrayLike<number>, most: number): [number[], number[]] {
  const by = Math.max(1, Math.ceil(values.length / most)),
    steps: number[] = [],
    chosen: number[] = [];
  for (let i = 0; i < values.length; i += by) {
    steps.push(i + 1);
    chosen.push(values[i]!);
  }
  if (steps.at(-1) !== values.length && values.length > 0) {
    steps.push(values.length);
    chosen.push(values[values.length - 1]!);
  }
  return [steps, chosen];
}

/** A range that shows nearly all: a few outliers at the start may lie outside. */
export function rangeOf(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0) return [0, 1];
  const low = finite[0]!,
    high = finite[Math.min(finite.length - 1, Math.floor(0.985 * finite.length))]!,
    pad = 0.06 * (high - low) || 0.1 * Math.abs(high) || 0.1;
  return [low >= 0 ? Math.max(0, low - pad) : low - pad, high + pad];
}
