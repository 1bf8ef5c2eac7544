/** Of rows of numbers: those that are like no row before them, in the order in which they appear; which of them each row is; how often each is there. */
export interface Unique {
  readonly first: readonly number[];
  readonly inverse: readonly number[];
  readonly counts: readonly number[];
}

export function unique(rows: readonly (readonly number[])[]): Unique {
  const first: number[] = [],
    counts: number[] = [];
  const inverse = rows.map((row, i) => {
    const known = first.findIndex((f) => rows[f]!.every((v, k) => v === row[k]));
    const group = known < 0 ? first.push(i) - 1 : known;
    counts[group] = (counts[group] ?? 0) + 1;
    return group;
  });
  return { first, inverse, counts };
}
