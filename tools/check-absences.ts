/**
 * What the project promises not to contain, as far as a script can see it: inexact Math in the CPU backend, the network in anything
 * that ships, `any` in a library, and paths or hosts of the machine it was written on in any file.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { command, parse, place, projectFiles, shippedSources, walk } from "./source.js";

/** The functions and constants of Math that every engine computes alike, because their results are exact. */
const EXACT_MATH: ReadonlySet<string> = new Set(
  "abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN2 LN10 LOG2E LOG10E PI SQRT2 SQRT1_2".split(" "),
);
const NETWORK: ReadonlySet<string> = new Set(["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts"]);
/** A page has to fetch what it is made of: the demo does it in one place, from its own site. */
const OWN_FILES = "apps/demo/src/train/lessons/fetched.ts";
const NETWORK_MODULE = /^(node:)?(https?|http2|net|tls|dgram|dns)$/;
const MACHINE = /\/(?:tmp|work|root|farm)\/|\/(?:home|Users)\/\w|127\.0\.0\.1|localhost:\d|registry\.\w+\.\w+/;

function faultsOf(source: ts.SourceFile): string[] {
  const faults: string[] = [];
  const inBackend = source.fileName.startsWith("packages/cpu/"),
    inLibrary = source.fileName.startsWith("packages/");
  walk(source, (node) => {
    const say = (what: string): number => faults.push(`${place(node)}: ${what}.`);
    if (inBackend && ts.isIdentifier(node) && node.text === "Math") {
      const member = ts.isPropertyAccessExpression(node.parent) ? node.parent.name.text : "?";
      if (!EXACT_MATH.has(member)) say(`Math.${member} differs between engines; the CPU backend computes it with its own words`);
    }
    if (ts.isIdentifier(node) && NETWORK.has(node.text) && source.fileName !== OWN_FILES)
      say(`${node.text} reaches the network, and nothing here does`);
    if (ts.isStringLiteralLike(node) && (NETWORK_MODULE.test(node.text) || /^(https?|wss?):/.test(node.text)))
      say(`"${node.text}" reaches the network, and nothing here does`);
    if (inLibrary && node.kind === ts.SyntaxKind.AnyKeyword) say("any hides a type; say which, or unknown");
  });
  return faults;
}

/** Lines that name this machine or a package registry; in a lockfile, any host at all. */
function machineTraces(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  if (text.includes("\0")) return [];
  const trace = file.endsWith("pnpm-lock.yaml") ? /https?:\/\// : MACHINE;
  return text.split("\n").flatMap((line, i) => {
    const found = trace.exec(line);
    return found ? [`${file}:${i + 1}: "${found[0]}" belongs to a machine, not to the project.`] : [];
  });
}

export function checkAbsences(root: string): string[] {
  return [...shippedSources(root).flatMap((file) => faultsOf(parse(root, file))), ...projectFiles(root).flatMap((file) => machineTraces(root, file))];
}

command(import.meta.url, checkAbsences);
