/** Hashes of 53 bits. Equal ones are taken for equal things: of a million, two are equal by chance with probability 10⁻⁴. */
const float = /* @__PURE__ */ new Float64Array(1);
const halves = /* @__PURE__ */ new Int32Array(float.buffer);

/**
 * Mixes a number into a hash. The hash is scrambled before the number comes in, so that the two cannot change places; every step can be undone, so
 * nothing of either is lost before the last 11 bits are dropped.
 */
export function mix(h: number, x: number): number {
  float[0] = h;
  let p = halves[0]!,
    q = halves[1]!;
  float[0] = x;
  // Of small numbers only the highest bits are set.
  q = Math.imul(q ^ (q >>> 15), 0x85ebca6b);
  p = Math.imul(p ^ q, 0xc2b2ae35);
  p ^= (p >>> 13) ^ halves[0]!;
  q = (q ^ (q >>> 16)) + halves[1]!;
  q = Math.imul(q ^ (q >>> 16), 0x27d4eb2f);
  q ^= q >>> 13;
  p = Math.imul(p + q, 0x165667b1);
  p ^= p >>> 15;
  q = Math.imul(q ^ p, 0x9e3779b1);
  q ^= q >>> 16;
  return (q >>> 11) * 2 ** 32 + (p >>> 0);
}

/** The hash of a sequence of small integers. */
export class Sequence {
  private p = 1;
  private q = 2;
  /** Each half tells sequences apart by itself: a step loses nothing of what was there, nor of x. */
  add(x: number): void {
    this.p = Math.imul(this.p ^ x, 0x85ebca6b);
    this.p ^= this.p >>> 15;
    this.q = Math.imul((this.q + x) ^ (this.q >>> 13), 0x9e3779b1);
    this.q ^= this.q >>> 16;
  }
  get hash(): number {
    return (this.q >>> 11) * 2 ** 32 + (this.p >>> 0);
  }
}
