/** What a user gave where something else is expected. */

/** A value in words, for errors. @internal */
export function kindOf(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (typeof x !== "object") return `a ${typeof x}`;
  const { name } = (x as object).constructor ?? { name: "" };
  return name === "Object" || name === "" ? "an object" : Array.isArray(x) ? "an array" : `${/^[AIOU](?!int)/.test(name) ? "an" : "a"} ${name}`;
}

/** A value as it is written, where it is short. @internal */
export const written = (x: unknown): string => (Object(x) === x ? kindOf(x) : typeof x === "string" ? `"${x}"` : String(x));

/** What to throw at a number that is none of those asked for: RangeError, and TypeError at what is no number. @internal */
export const noSuch = (x: unknown, message: string): Error => new (typeof x === "number" ? RangeError : TypeError)(message);

/** Throws TypeError for what is no array; `what` names what it would list. @internal */
export function asArray<T>(op: string, what: string, x: readonly T[]): readonly T[] {
  if (Array.isArray(x)) return x;
  throw new TypeError(`${op}: ${kindOf(x)} is no array of ${what}. Pass one.`);
}

/**
 * Throws TypeError for arguments beyond those that a function has. JavaScript drops them; this is for functions of which others' have more, with a
 * meaning that would be lost in silence. @internal
 */
export function noMore(op: string, count: number, more: readonly unknown[]): void {
  if (more.some((x) => x !== undefined)) throw new TypeError(`${op}: ${count + more.length} arguments are given. Pass ${count}.`);
}

/** Throws TypeError for what is no function. @internal */
export function asFunction<F>(op: string, f: F): F {
  if (typeof f === "function") return f;
  throw new TypeError(`${op}: ${kindOf(f)} is no function. Pass one.`);
}

/** An object of no class. @internal */
export function isPlain(x: unknown): x is Readonly<Record<string, unknown>> {
  if (x === null || typeof x !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === null || prototype === Object.prototype;
}
