/** A word of 32 bits as a uniform number: its upper 24 bits. */
export const rand = (word: number): number => Math.floor(word / 2 ** 8) / 2 ** 24;
