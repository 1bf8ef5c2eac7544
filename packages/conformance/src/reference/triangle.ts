/** The elements of an m × n matrix for which column − row is from `low` to `high`, 0 elsewhere. */
export const triangle = (x: ArrayLike<number>, n: number, low: number, high: number): number[] =>
  Array.from(x, (value, at) => {
    const above = (at % n) - Math.floor(at / n);
    return above >= low && above <= high ? value : 0;
  });
