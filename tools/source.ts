/** What the checks share: which files the project has, how a file reads as syntax, and how a script knows that it is the one being run. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Every file under `root` that is tracked, or new and not ignored, as paths relative to it. */
export function projectFiles(root: string): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  return [...new Set(listed.split("\0"))].filter((file) => file !== "" && existsSync(join(root, file))).sort();
}

/** The TypeScript sources that ship: `packages/<name>/src` and `apps/<name>/src`. */
export const shippedSources = (root: string): string[] => projectFiles(root).filter((file) => /^(packages|apps)\/[^/]+\/src\/.*\.tsx?$/.test(file));

export const parse = (root: string, file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);

/** `file:line`, as editors and terminals link it. */
export const place = (node: ts.Node): string => {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
};

/** Calls `visit` on every node below `node`, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    visit(child);
    walk(child, visit);
  });
}

/** Runs a check as a command: prints what it found, and fails if that is anything. */
export function command(url: string, check: (root: string) => string[]): void {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const found = check(ROOT);
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}
