/** Ctrl-C: the first one asks the training to stop after its step, the second one leaves at once. */
export class Interrupt {
  requested = false;
  readonly #onSignal = (): void => {
    if (this.requested) process.exit(130);
    this.requested = true;
  };

  constructor() {
    process.on("SIGINT", this.#onSignal);
  }

  stop(): void {
    process.off("SIGINT", this.#onSignal);
  }
}
