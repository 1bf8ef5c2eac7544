/** Which exported functions take options, asked of the compiler: whose some parameter may be an object of nothing but optional properties. */
import { fileURLToPath } from "node:url";
import ts from "typescript";

const INDEX = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** `sum`, `losses.mseLoss`, `optim.Adam`. */
export function takersOfOptions(): string[] {
  const program = ts.createProgram([INDEX], {
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ["@evenkeel/source"],
    strict: true,
    types: [],
  });
  const checker = program.getTypeChecker(),
    index = checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!;
  const isOptions = (type: ts.Type): boolean => {
    if (type.isUnion()) return type.types.some(isOptions);
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const bound = checker.getBaseConstraintOfType(type);
      return bound !== undefined && isOptions(bound);
    }
    const properties = type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) ? checker.getPropertiesOfType(type) : [];
    return properties.length > 0 && properties.every((property) => property.flags & ts.SymbolFlags.Optional);
  };
  const takes = (type: ts.Type): boolean =>
    [...type.getCallSignatures(), ...type.getConstructSignatures()].some(({ parameters }) =>
      parameters.some((parameter) => isOptions(checker.getTypeOfSymbol(parameter))),
    );
  return checker.getExportsOfModule(index).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!(symbol.flags & ts.SymbolFlags.Value)) return [];
    const type = checker.getTypeOfSymbol(symbol),
      // A namespace is what is exported as one, such as `losses`.
      parts = symbol.flags & ts.SymbolFlags.ValueModule ? checker.getPropertiesOfType(type) : null;
    if (!parts) return takes(type) ? [exported.name] : [];
    return parts.filter((part) => takes(checker.getTypeOfSymbol(part))).map((part) => `${exported.name}.${part.name}`);
  });
}
