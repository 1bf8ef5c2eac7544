/**
 * What a page pays for evenkeel: the programs of size/, bundled from the packages as they ship (one module for each, what entries share and what is
 * loaded when it is asked for), minified and gzipped. A ceiling keeps what was gained: it is lowered when it can be, and raised only with a reason.
 */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import ts from "typescript";
import { ROOT, walk } from "./source.js";

/** Of the word vectors; out of reach with what they have: `tensor` and `add`, which record and run, are 17 KB alone. */
const GOAL = 12 * 1024;
/**
 * In them are element types, sums of exponentials with their forms, gradients of any order, devices (0.5 KB, and 0.7 KB of tensor-and-add, which
 * names none: a tensor may be made on one), the short way of one op alone (for a tenth of the time of small runs), where a run failed (0.2 KB), sums of terms that are not rounded (0.8 KB), what setting
 * requiresGrad and JSON would do in silence (0.1 KB), what are no options (0.3 KB, and 0.1 KB of tables), what a device tells later (0.5 KB), what
 * is no operand, no condition, no number, no function, no gradient and no value that a read would keep (0.3 KB), what was detached in every turn (0.5 KB), what is of an earlier step (1.2 KB), slopes where a difference is 0 (0.3 KB), weighed exponentials, tails of differences and products that were multiplied out (1.5 KB), an index that is written down (0.1 KB), how a graph of a
 * structure that was met before is restated (1 KB, for 25 µs a step in the place of 430) and run (0.6 KB, for a third of the time of a small graph), numbers that change (0.5 KB, for a tenth of the time of such a step), exponentials in narrow lanes and what a loop does not change (1.1 KB, for the time of softmax and layer norms: `bench/results.md`), and the rules of the stabiliser: in tensor-and-add what cancels
 * in a sum as it was written (0.5 KB), so that 1 − (1 − x) is x whatever else a page has; all of them in the others, since a row with a form brings those of sums, and a product asks for all of them, whatever else a page has.
 */
const CEILINGS: Readonly<Record<string, number>> = {
  "tensor-and-add": 19_730,
  "word-vectors": 94_650,
  perceptron: 94_860,
  everything: 207_460,
};

export interface Size {
  /** Minified bytes of each package. */
  readonly packages: ReadonlyMap<string, number>;
  readonly minified: number;
  readonly gzipped: number;
  /** What is loaded when it is asked for, gzipped. */
  readonly later: number;
  /** How many bytes less it would be, gzipped, if errors had no text. */
  readonly errors: number;
}

const PACKAGES = ["core", "cpu", "webgpu", "autograd", "losses", "optim", "evenkeel"];
const SHIPPED = { absWorkingDir: ROOT, bundle: true, format: "esm", target: "es2022", write: false, logLevel: "error" } as const;

/** The packages as `npm run build` makes them, by path: `/core/index.js`. */
async function shipped(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const name of PACKAGES) {
    const entryPoints = ["index", "methods", "internal", "words", "narrow"]
      .map((entry) => `packages/${name}/src/${entry}.ts`)
      .filter((file) => existsSync(join(ROOT, file)));
    const { outputFiles } = await build({ ...SHIPPED, entryPoints, external: ["@evenkeel/*"], splitting: true, outdir: `/${name}` });
    for (const { path, text } of outputFiles) files.set(path, text);
  }
  return files;
}

/** Resolves imports to these packages; as their package.json says, only methods, the umbrella and the index of core have side effects. */
const from = (files: ReadonlyMap<string, string>): Plugin => ({
  name: "shipped",
  setup({ onResolve, onLoad }) {
    const found = (path: string) => ({ path, namespace: "shipped", sideEffects: /methods|evenkeel|core.index/.test(path) });
    onResolve({ filter: /^(@evenkeel\/|evenkeel$)/ }, ({ path }) => {
      const [name, entry = "index"] = path.replace("@evenkeel/", "").split("/");
      return found(`/${name}/${entry}.js`);
    });
    onResolve({ filter: /^\./, namespace: "shipped" }, ({ path, importer }) => found(posix.join(posix.dirname(importer), path)));
    onLoad({ filter: /./, namespace: "shipped" }, ({ path }) => ({ contents: files.get(path)!, loader: "js" }));
  },
});

const zipped = (text: string): number => gzipSync(text, { level: 9 }).length;

/** A script without what it gives to the constructors of errors. */
function withoutErrors(text: string): string {
  const source = ts.createSourceFile("bundle.js", text, ts.ScriptTarget.ES2022, true),
    cuts: [number, number][] = [];
  walk(source, (node) => {
    if (ts.isNewExpression(node) && node.expression.getText().endsWith("Error") && node.arguments?.length)
      cuts.push([node.arguments.pos, node.arguments.end]);
  });
  return cuts.reduceRight((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), text);
}

export async function sizeOf(entry: string, files: ReadonlyMap<string, string>): Promise<Size> {
  const { outputFiles, metafile } = await build({
    ...SHIPPED,
    entryPoints: [entry],
    minify: true,
    metafile: true,
    splitting: true,
    outdir: "dist",
    plugins: [from(files)],
  });
  const { outputs } = metafile,
    first = new Set(Object.keys(outputs).filter((file) => outputs[file]!.entryPoint === entry)),
    packages = new Map<string, number>();
  for (const file of first) {
    for (const { path, kind } of outputs[file]!.imports) if (kind === "import-statement") first.add(path);
    for (const [input, { bytesInOutput }] of Object.entries(outputs[file]!.inputs)) {
      const name = /^shipped:\/([^/]+)/.exec(input)?.[1] ?? "the program itself";
      packages.set(name, (packages.get(name) ?? 0) + bytesInOutput);
    }
  }
  const textOf = (isFirst: boolean): string =>
      Object.keys(outputs)
        .filter((file) => first.has(file) === isFirst)
        .map((file) => outputFiles.find(({ path }) => path === join(ROOT, file))!.text)
        .join(""),
    text = textOf(true),
    gzipped = zipped(text);
  return { packages, minified: Buffer.byteLength(text), gzipped, later: zipped(textOf(false)), errors: gzipped - zipped(withoutErrors(text)) };
}

if (process.argv[1] === import.meta.filename) {
  const files = await shipped(),
    line = (name: string, bytes: number): void => console.log(`  ${name.padEnd(26)}${bytes.toLocaleString("en").padStart(8)}`);
  for (const [program, ceiling] of Object.entries(CEILINGS)) {
    const { packages, minified, gzipped, later, errors } = await sizeOf(`tools/size/${program}.ts`, files);
    console.log(program);
    for (const [name, bytes] of [...packages].sort((a, b) => b[1] - a[1])) line(name, bytes);
    line("all, minified", minified);
    line("all, gzipped", gzipped);
    line("of these, texts of errors", errors);
    line("ceiling", ceiling);
    if (later > zipped("")) line("loaded when asked for", later);
    if (program === "word-vectors") line("above the goal of 12 KB", gzipped - GOAL);
    if (gzipped > ceiling) {
      console.error(`size: ${program} is ${gzipped - ceiling} bytes over its ceiling of ${ceiling}. Find what need not ship.`);
      process.exitCode = 1;
    }
  }
}
