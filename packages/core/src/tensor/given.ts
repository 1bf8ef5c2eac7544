/** What a user gave where something else is expected. */

/** A value in words, for errors. @internal */
export function kindOf(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (typeof x !== "object") return `a ${typeof x}`;
  const { name } = (x as object).constructor ?? { name: "" };
  return name === "Object" || name === "" ? "an object" : Array.isArray(x) ? "an array" : `a ${name}`;
}

/** Throws TypeError for what is no array; `what` names what it would list. @internal */
export function asArray<T>(op: string, what: string, x: readonly T[]): readonly T[] {
  if (Array.isArray(x)) return x;
  throw new TypeError(`${op}: ${kindOf(x)} is no array of ${what}. Pass one.`);
}

/** An object of no class. @internal */
export function isPlain(x: unknown): x is Readonly<Record<string, unknown>> {
  if (x === null || typeof x !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === null || prototype === Object.prototype;
}
