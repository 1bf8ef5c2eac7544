/** A map of bounded size that forgets what was used least recently. */
export class LRU<T> {
  private readonly map = new Map<string, T>();
  /** How many entries were ever made. */
  added = 0;
  constructor(private readonly limit: number) {}
  get size(): number {
    return this.map.size;
  }
  get(key: string, make: () => T): T {
    let x = this.map.get(key);
    if (x !== undefined) this.map.delete(key);
    else {
      x = make();
      this.added++;
      if (this.map.size >= this.limit) this.map.delete(this.map.keys().next().value!);
    }
    this.map.set(key, x);
    return x;
  }
}
