/** What the tables of calls have in common: how PyTorch's arguments become ours, and ours its results. */
import * as k from "@evenkeel/core";
import { type Entry, rounded } from "../judge.js";

type T = k.Tensor;
/** float32 in blocks of terms: the published bound of matmul and of convolutions. */
export const BLOCKS = 16;
export const product = (call: Entry["call"]): Entry => rounded(call, BLOCKS);

/** Several results by name, in order. */
export const several = (taken: object): T[] => Object.values(taken) as T[];
/** Options without those that are not given. */
export const given = (options: object): object => Object.fromEntries(Object.entries(options).filter(([, v]) => v !== undefined && v !== null));
/** Elements that a mask leaves out are replaced. */
export const kept = (x: T, mask: T | null | undefined, other: number): T => (mask ? k.where(mask, x, other) : x);
