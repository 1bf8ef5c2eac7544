/** The scalar vocabulary, for who writes rows: an entry of its own, `@evenkeel/core/words`, since a namespace in the index would be loaded whole. */
export * from "./scalar/words.js";
