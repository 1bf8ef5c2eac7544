/** Where the greatest or the least of numbers is, the first of equal ones; the first NaN is both. */
export function place(row: readonly number[], which: "max" | "min"): number {
  let best = 0;
  row.forEach((x, i) => {
    const y = row[best]!;
    if (y === y && (x !== x || (which === "max" ? x > y : x < y))) best = i;
  });
  return best;
}
/** Where the lower median is, of equal ones the one whose turn it is in a stable order; of all without NaN, or the first NaN. */
export function medianPlace(row: readonly number[], skipsNaN: boolean): number {
  const nan = row.findIndex((x) => x !== x);
  if (nan >= 0 && !skipsNaN) return nan;
  const order = row.map((_, i) => i).filter((i) => row[i] === row[i]);
  order.sort((a, b) => row[a]! - row[b]! || a - b);
  return order.length ? order[(order.length - 1) >> 1]! : 0;
}
/** The last place of the most frequent number, the least of those that are. */
export function modePlace(row: readonly number[]): number {
  const count = (x: number): number => row.filter((y) => y === x).length;
  let best = row[0]!;
  for (const x of row) if (count(x) > count(best) || (count(x) === count(best) && x < best)) best = x;
  return row.lastIndexOf(best);
}
