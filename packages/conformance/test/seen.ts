/**
 * The worst that a file of tests sees of each op, as a share of what it may be off, kept in results/seen, from which NUMERICS.md has it. `RECORD_SEEN=1 npx vitest run FILE`
 * writes it anew; else nothing may be seen that is worse than what is written.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, expect } from "vitest";

/** By op, and op′ for its gradients: the share, and where it was seen. */
export type Seen = Record<string, { share: number; at: string }>;
/** Of the op whose name `what` begins with; of its gradients, if `at` says so. */
export type Note = (what: string, share: number, at?: string) => void;

export function seen(file: string): Note {
  const path = new URL(`../results/seen/${file}.json`, import.meta.url),
    worst: Seen = {};
  afterAll(() => {
    const rounded = Object.fromEntries(
      Object.entries(worst)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([op, { share, at }]) => [op, { share: Number(share.toPrecision(3)), at }]),
    );
    if (process.env["RECORD_SEEN"]) {
      mkdirSync(new URL(".", path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(rounded, null, 2)}\n`);
    }
    const written = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Seen) : {};
    for (const [op, { share, at }] of Object.entries(rounded))
      expect(share, `${op} at ${at}: record it, RECORD_SEEN=1 npx vitest run ${file}`).toBeLessThanOrEqual(written[op]?.share ?? -1);
  });
  return (what, share, at = what) => {
    // Gradients by themselves. What double-doubles lose is no error.
    const op = /^\w+/.exec(what)![0] + (/[∂′]|gradient/.test(at) ? "′" : ""),
      off = share < 2 ** -20 ? 0 : share;
    if (off > (worst[op]?.share ?? -1)) worst[op] = { share: off, at };
  };
}
