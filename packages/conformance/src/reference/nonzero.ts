/** The places of what is not 0 (a NaN is not), each as one index a dimension; and the elements of x at such places of a mask of its shape. */
export function nonzero(x: ArrayLike<number>, shape: readonly number[]): number[][] {
  let places: number[][] = [[]];
  for (const size of shape) places = places.flatMap((p) => Array.from({ length: size }, (_, i) => [...p, i]));
  return places.filter((_, i) => x[i] !== 0);
}

export const maskedSelect = (x: ArrayLike<number>, mask: ArrayLike<number>): number[] => Array.from(x).filter((_, i) => mask[i] !== 0);
