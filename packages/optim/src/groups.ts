/** Which parameters an optimizer changes, and with which options. */
import { asArray, type Kinds, optionsOf, Parameter } from "@evenkeel/core/internal";

/** Parameters with options of their own. The options may be changed between steps. */
export type ParamGroup<Options> = { -readonly [K in keyof Options]: Options[K] } & { readonly params: readonly Parameter[] };
/** Parameters, or groups of them whose options stand before the optimizer's. */
export type Groups<Options> = readonly Parameter[] | readonly ({ readonly params: readonly Parameter[] } & Partial<Options>)[];

export function groupsOf<Options extends object>(
  name: string,
  given: Groups<Options>,
  defaults: Partial<Options>,
  kinds: Kinds<Options>,
): ParamGroup<Options>[] {
  const list = asArray(name, "parameters", given as readonly Parameter[]) as readonly (
    Parameter | ({ readonly params: readonly Parameter[] } & Partial<Options>)
  )[];
  if (!list.length) throw new RangeError(`${name}: there are no parameters. Pass at least one.`);
  const isGrouped = typeof list[0] === "object" && list[0] !== null && !(list[0] instanceof Parameter) && "params" in list[0],
    groups = isGrouped
      ? (list as readonly ({ readonly params: readonly Parameter[] } & Partial<Options>)[])
      : [{ params: list as readonly Parameter[] }];
  const made = groups.map(
    (group) =>
      ({
        ...defaults,
        ...optionsOf<object>(name, group, { ...kinds, params: "" }),
        params: [...asArray(name, "parameters of a group", group.params)],
      }) as ParamGroup<Options>,
  );
  listed(name, made);
  return made;
}
/** Throws for what is no parameter, and for one that is there twice. */
export function listed(name: string, groups: readonly { readonly params: readonly Parameter[] }[]): void {
  const all = groups.flatMap((group) => group.params),
    other = all.findIndex((p) => !(p instanceof Parameter));
  if (other >= 0) throw new TypeError(`${name}: parameter ${other} is none. Make it with parameter(value).`);
  if (new Set(all).size < all.length) throw new RangeError(`${name}: a parameter is listed twice. List each once.`);
}
