/** Philox4x32-10 on the host, one block at a time: what keys are derived with. Tensors get their words from a backend. */
export type Words = readonly [number, number, number, number];

/** The block of a key and a counter (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). */
export function philox(key: readonly [number, number], counter: Words): Words {
  let [x0, x1, x2, x3] = counter,
    [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = product(x0, 0xd2511f53),
      [high2, low2] = product(x2, 0xcd9e8d57);
    [x0, x1, x2, x3] = [high2 ^ x1 ^ k0, low2, high0 ^ x3 ^ k1, low0];
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  return [x0 >>> 0, x1 >>> 0, x2 >>> 0, x3 >>> 0];
}

/** Both words of a product of unsigned words, from halves of 16 bits. */
function product(a: number, b: number): [high: number, low: number] {
  const [ah, al, bh, bl] = [(a >>> 16) & 0xffff, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = ah * bl + ((al * bl) >>> 16),
    // Less than 2³²: (2¹⁶ − 1)² + 2¹⁶ − 1.
    rest = al * bh + (middle % 65536);
  return [ah * bh + Math.floor(middle / 65536) + Math.floor(rest / 65536), Math.imul(a, b)];
}
