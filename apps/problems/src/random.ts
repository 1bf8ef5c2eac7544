/** Random numbers from a seed, the same on every machine: sfc32 (Doty-Humphrey, PractRand). Sampling and the starting tables draw from it and from nothing else. */
export class Random {
  #a: number;
  #b: number;
  #c = 1;
  #d = 1;

  /** `stream` gives independent sequences for one seed: one for the tables, one for training, one for what is held out. */
  constructor(seed: number, stream: number) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    for (let i = 0; i < 16; i++) this.uint32();
  }

  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** In [0, 1). */
  uniform(): number {
    return this.uint32() / 4294967296;
  }

  /** A whole number in [0, n). For n below 2^20 the bias is under 2^-12 of a share. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Puts the first `length` items in random order (Fisher and Yates). */
  shuffle(items: { [index: number]: number }, length: number): void {
    for (let i = length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = items[i]!;
      items[i] = items[j]!;
      items[j] = kept;
    }
  }
}
