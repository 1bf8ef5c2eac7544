/** What is counted: elements that are not 0 (a NaN is not), and elements of a row that come before a value, where a NaN comes last. */
export const countNonzero = (x: Iterable<number>): number => [...x].filter((v) => v !== 0).length;
export const any = (x: Iterable<number>): number => +[...x].some((v) => v !== 0);
export const all = (x: Iterable<number>): number => +[...x].every((v) => v !== 0);

export const searchsorted = (row: readonly number[], value: number, right: boolean): number =>
  row.filter((x) => (right ? compare(x, value) <= 0 : compare(x, value) < 0)).length;
const compare = (a: number, b: number): number => (a !== a || b !== b ? Number(a !== a) - Number(b !== b) : a < b ? -1 : Number(a > b));
