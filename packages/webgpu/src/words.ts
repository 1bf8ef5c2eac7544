/** The numbers of a dispatch, written one after the other behind the 0 that word 0 is. */
export class Words {
  private at = 4;
  constructor(private readonly view: DataView) {}
  /** A whole number, negative ones by their bits. */
  put(x: number): void {
    this.view.setUint32(this.at, x, true);
    this.at += 4;
  }
}
