/** Functions of WGSL out of narrow arithmetic: a machine's steps between typed parameters and typed results. */
import { type Kind, machine, type Machine, type Value } from "@evenkeel/core/narrow";
import { print, text, TYPES } from "./wgsl.js";

/** A struct of these fields, `s0`, `s1`, …: what a loop carries from element to element. */
export const struct = (name: string, fields: readonly Kind[]): string =>
  `struct ${name} { ${fields.map((kind, i) => `s${i}: ${TYPES[kind]}`).join(", ")} }\n`;

/** Values of a struct parameter. */
const fieldsOf = (parameter: string, fields: readonly Kind[]): Value[] => fields.map((kind, i) => ({ kind, name: `${parameter}.s${i}` }));

interface Parameters {
  readonly structs?: number;
  readonly words?: number;
}
type Body<R> = (m: Machine, structs: readonly Value[][], words: readonly Value<"i32">[]) => R;

/** A function from structs `a`, `b`, … and from words `x0`, `x1`, … of type i32 to a struct. */
export const fn = (name: string, type: string, fields: readonly Kind[], parameters: Parameters, body: Body<readonly Value[]>): string =>
  printed(name, type, fields, parameters, type, body, (results) => `${type}(${results.map(text).join(", ")})`);

/** The same to a word, of type i32. */
export const wordFn = (name: string, type: string, fields: readonly Kind[], parameters: Parameters, body: Body<Value<"i32">>): string =>
  printed(
    name,
    type,
    fields,
    parameters,
    "i32",
    (...given) => [body(...given)],
    ([result]) => text(result!),
  );

function printed(
  name: string,
  type: string,
  fields: readonly Kind[],
  { structs = 0, words = 0 }: Parameters,
  to: string,
  body: Body<readonly Value[]>,
  result: (values: readonly Value[]) => string,
): string {
  const m = machine(),
    names = Array.from({ length: structs }, (_, i) => "abc"[i]!),
    given = Array.from({ length: words }, (_, i) => ({ kind: "i32", name: `x${i}` }) as const),
    results = body(
      m,
      names.map((n) => fieldsOf(n, fields)),
      given,
    );
  const parameters = [...names.map((n) => `${n}: ${type}`), ...given.map((x) => `${x.name}: i32`)];
  return `fn ${name}(${parameters.join(", ")}) -> ${to} {
${print(m.steps, results)}  return ${result(results)};
}
`;
}
