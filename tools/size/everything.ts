/** Weighed by size.ts: all that a program can import. */
export * from "evenkeel";
