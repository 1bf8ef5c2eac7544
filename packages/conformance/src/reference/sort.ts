/** The places in each row of [rows, n] of the elements with the ranks from … from+count−1: stable both ways, −0 equal to 0, a NaN above all. */
export interface Ranks {
  readonly n: number;
  readonly from: number;
  readonly count: number;
  readonly descending: boolean;
}

export function sort(x: ArrayLike<number>, { n, from, count, descending }: Ranks): number[] {
  const out: number[] = [];
  for (let row = 0; row < x.length; row += n) {
    const places = Array.from({ length: n }, (_, j) => j);
    // Array.prototype.sort is stable, so turning the order of what differs keeps that of equals.
    places.sort((a, b) => (descending ? compare(x[row + b]!, x[row + a]!) : compare(x[row + a]!, x[row + b]!)));
    out.push(...places.slice(from, from + count));
  }
  return out;
}

const compare = (a: number, b: number): number => (a !== a || b !== b ? Number(a !== a) - Number(b !== b) : a < b ? -1 : a > b ? 1 : 0);
