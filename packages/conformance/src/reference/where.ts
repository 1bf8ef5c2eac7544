/** x where the condition is not 0, y where it is; NaN is not 0. */
export const where = (condition: number, x: number, y: number): number => (condition === 0 ? y : x);
