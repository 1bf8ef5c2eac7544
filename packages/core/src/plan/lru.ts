/** A map of bounded size that forgets what was used least recently. */
export class LRU<T, K = string> {
  private readonly map = new Map<K, T>();
  private newest: K | undefined;
  /** How many entries were ever made. */
  added = 0;
  constructor(private readonly limit: number) {}
  get size(): number {
    return this.map.size;
  }
  get(key: K, make: () => T): T {
    let x = this.map.get(key);
    if (x !== undefined) {
      if (key === this.newest) return x;
      this.map.delete(key);
    } else {
      x = make();
      this.added++;
      if (this.map.size >= this.limit) this.map.delete(this.map.keys().next().value!);
    }
    this.map.set(key, x);
    this.newest = key;
    return x;
  }
}
