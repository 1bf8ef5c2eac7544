import { expect } from "vitest";

/** That a call is refused at once, with a sentence of the house that begins with the name of the op. */
export function expectRefusal(name: string, run: () => unknown): void {
  let error: unknown = null;
  try {
    run();
  } catch (e) {
    error = e;
  }
  expect(error instanceof RangeError || error instanceof TypeError, String(error)).toBe(true);
  expect((error as Error).message).toMatch(new RegExp(`^${name}: .+\\. .+\\.$`, "s"));
}
