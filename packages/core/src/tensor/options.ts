/** The options of a call: which there are, and what each may be, is said once, in a table beside the function that takes them. */
import { kindOf, written } from "./given.js";

/**
 * The options of a function, in the order in which they are listed, and in words what each may be: "true or false", "a number or null",
 * `"ij" or "xy"`. What the function looks at itself is "".
 */
export type Kinds<Options> = { readonly [K in keyof Options]-?: string };

/**
 * The options that a user gave, {} for none; one that is undefined is not given. Throws TypeError for what is no plain object, for a key that is none of
 * the options, and for a value of another kind. @internal
 */
export function optionsOf<Options extends object>(name: string, given: Options | undefined, kinds: Kinds<Options>): Options {
  const stated = {} as Options;
  if (given === undefined) return stated;
  const keys = Object.keys(kinds),
    refuse = (what: string, use = `{ ${keys.join(", ")} }`): never => {
      throw new TypeError(`${name}: ${what}. Use ${use}.`);
    };
  if (kindOf(given) !== "an object") refuse(`the options are an object, and ${written(given)} was given`);
  for (const key in given) {
    const value: unknown = given[key],
      known = keys.find((other) => other === key || plain(other) === plain(key));
    if (value === undefined) continue;
    if (known !== key) refuse(`there is no option ${key}${known ? ` (did you mean ${known}?)` : ""}`);
    const kind = kinds[key];
    // Every kind is one of primitive values.
    if (kind && (Object(value) === value || ![kindOf(value), written(value)].some((x) => kind.includes(x))))
      refuse(`${key} is ${written(value)}`, kind);
    stated[key] = value as (typeof stated)[typeof key];
  }
  return stated;
}
const plain = (key: string): string => key.replace(/_/g, "").toLowerCase();
