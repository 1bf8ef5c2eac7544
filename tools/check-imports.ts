/**
 * The import arrows: which package may import which, and what each may not even mention.
 * Only shipped sources count; tests import whatever they test with.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { command, parse, place, shippedSources, walk } from "./source.js";

const LIBRARY = ["core", "cpu", "webgpu", "autograd", "losses", "optim", "nn", "io", "inspect"];
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  cpu: ["core"],
  webgpu: ["core"],
  autograd: ["core"],
  losses: ["core"],
  optim: ["core", "autograd"],
  nn: ["core", "losses"],
  io: ["core"],
  inspect: ["core", "autograd"],
  conformance: ["core", "autograd", "losses", "optim", "nn"],
  evenkeel: LIBRARY,
};
/** Backends learn what to run from requests: of core they see these rooms, and no op row. */
const BACKENDS: ReadonlySet<string> = new Set(["cpu", "webgpu"]);
const CONTRACT = /^packages\/core\/src\/(dtype|kinds|backend|order|join|deviceLostError|scalar\/\w+)\.ts$/;
/** Entries of core that are scalar arithmetic and nothing else. */
const SCALAR: ReadonlySet<string | undefined> = new Set(["/words", "/narrow"]);
/** Entries beside a package's first that are for users too. */
const PUBLIC: ReadonlySet<string> = new Set(["@evenkeel/core/words", "@evenkeel/conformance/exact"]);
/** What apps share has an entry for each problem. */
const PROBLEMS = /^@evenkeel\/problems\/[\w-]+$/;
const REFERENCE = "packages/conformance/src/reference/";

interface Import {
  readonly from: string;
  /** What is named, or null for a whole module. */
  readonly names: readonly string[] | null;
  readonly node: ts.Node;
}

function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, names: Import["names"]): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ from: specifier.text, names, node: specifier });
  };
  walk(source, (node) => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      add(node.moduleSpecifier, bindings && ts.isNamedImports(bindings) ? bindings.elements.map((e) => (e.propertyName ?? e.name).text) : null);
    } else if (ts.isExportDeclaration(node)) {
      const clause = node.exportClause;
      add(node.moduleSpecifier, clause && ts.isNamedExports(clause) ? clause.elements.map((e) => (e.propertyName ?? e.name).text) : null);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], null);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, node.qualifier ? [node.qualifier.getText()] : null);
  });
  return found;
}

/** The names that core's index takes from the rooms a backend may see. */
function contractNames(root: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of parse(root, "packages/core/src/index.ts").statements) {
    if (!ts.isExportDeclaration(node) || !node.moduleSpecifier) continue;
    const file = join("packages/core/src", (node.moduleSpecifier as ts.StringLiteral).text.replace(/\.js$/, ".ts"));
    if (!CONTRACT.test(file)) continue;
    const clause = node.exportClause;
    if (clause && ts.isNamedExports(clause)) for (const e of clause.elements) names.add(e.name.text);
    else if (clause) names.add(clause.name.text);
    else
      for (const match of readFileSync(join(root, file), "utf8").matchAll(
        /^export (?:declare )?(?:abstract )?(?:const|class|function|interface|type) (\w+)/gm,
      ))
        names.add(match[1]!);
  }
  return names;
}

/** What is wrong with one import of one shipped file, or null. */
function fault(file: string, { from, names }: Import, contract: ReadonlySet<string>): string | null {
  const [folder, owner] = file.split("/") as [string, string];
  if (from.startsWith(".")) {
    const target = normalize(join(dirname(file), from));
    if (file.startsWith(REFERENCE) && !target.startsWith(REFERENCE))
      return "a reference imports nothing but references, so that it shares no code with what it judges";
    return target.startsWith(`${folder}/${owner}/src/`) ? null : "a package's sources end at its src folder; import other packages by name";
  }
  if (file.startsWith(REFERENCE)) return "a reference imports nothing but references, so that it shares no code with what it judges";
  const target = /^(?:@evenkeel\/)?([\w-]+)(\/.*)?$/.exec(from === "evenkeel" || from.startsWith("@evenkeel/") ? from : "");
  if (folder === "apps") return target?.[2] && !PUBLIC.has(from) && !PROBLEMS.test(from) ? "apps use the packages' public entry points only" : null;
  if (!target) return "a library package has no dependencies outside this project";
  const name = target[1]!;
  if (!ARROWS[owner]?.includes(name)) return `${owner} may import ${ARROWS[owner]?.join(", ") || "no other package"}`;
  if (!BACKENDS.has(owner) || SCALAR.has(target[2])) return null;
  const outside = names ? names.filter((each) => !contract.has(each)) : ["everything"];
  return outside.length > 0
    ? `a backend may take only the contract (kinds, backend, order, join, scalar, narrow) from core, not ${outside.join(", ")}`
    : null;
}

/** Dependencies of the packages' manifests that are not packages of this project. */
function foreignDependencies(root: string): string[] {
  return readdirSync(join(root, "packages")).flatMap((name) => {
    const file = join("packages", name, "package.json");
    if (!existsSync(join(root, file))) return [];
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(join(root, file), "utf8")) as Record<string, object>;
    const foreign = Object.keys({ ...dependencies, ...peerDependencies }).filter((each) => !each.startsWith("@evenkeel/"));
    return foreign.map((each) => `${file}: depends on ${each}, and a library package has no dependencies outside this project.`);
  });
}

export function checkImports(root: string): string[] {
  const contract = contractNames(root);
  const faults = shippedSources(root).flatMap((file) =>
    importsOf(parse(root, file)).flatMap((each) => {
      const wrong = fault(file, each, contract);
      return wrong ? [`${place(each.node)}: imports "${each.from}", but ${wrong}.`] : [];
    }),
  );
  return [...faults, ...foreignDependencies(root)];
}

command(import.meta.url, checkImports);
