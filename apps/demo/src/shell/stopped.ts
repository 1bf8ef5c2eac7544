/** What a visitor is told of a worker that stopped by itself. */
export const stopped = ({ message }: ErrorEvent): string =>
  `The worker stopped${message ? `: ${message}` : ", or did not load"}. Load the page again.`;
