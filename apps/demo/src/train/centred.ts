/** A drawing as MNIST has its digits: 28 × 28, the ink at most 20 high and wide, its centre of mass in the middle. */
const SIDE = 28;
const INK = 20;

/** `drawn` has side · side grey levels from 0 to 1. Null if nothing is drawn. */
export function centred(drawn: Float32Array, side: number): Float32Array | null {
  let [left, right, top, bottom] = [side, -1, side, -1];
  drawn.forEach((grey, i) => {
    if (grey < 0.05) return;
    const x = i % side,
      y = Math.floor(i / side);
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  });
  if (right < 0) return null;
  // How many pixels of the drawing one of the result is long.
  const by = Math.max(right - left + 1, bottom - top + 1) / INK,
    small = new Float32Array(SIDE * SIDE);
  let [mass, along, down] = [0, 0, 0];
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const grey = drawn[y * side + x]!;
      mass += grey;
      along += grey * (x + 0.5);
      down += grey * (y + 0.5);
    }
  const dx = along / mass - (by * SIDE) / 2,
    dy = down / mass - (by * SIDE) / 2;
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) small[y * SIDE + x] = mean(drawn, side, dx + x * by, dy + y * by, by);
  return small;
}

/** Of the square that begins at (x, y), by 4 × 4 samples; nothing is outside. */
function mean(drawn: Float32Array, side: number, x: number, y: number, size: number): number {
  let sum = 0;
  for (let j = 0; j < 4; j++)
    for (let i = 0; i < 4; i++) {
      const px = Math.floor(x + (size * (i + 0.5)) / 4),
        py = Math.floor(y + (size * (j + 0.5)) / 4);
      if (px >= 0 && px < side && py >= 0 && py < side) sum += drawn[py * side + px]!;
    }
  return sum / 16;
}
