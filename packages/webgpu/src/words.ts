/** The numbers of a dispatch, written one after the other behind the 0 that barriers rest on; where that is, another dispatch may have had a number. */
export class Words {
  private at = 4;
  constructor(private readonly view: DataView) {
    view.setUint32(0, 0);
  }
  /** A whole number, negative ones by their bits. */
  put(x: number): void {
    this.view.setUint32(this.at, x, true);
    this.at += 4;
  }
}
