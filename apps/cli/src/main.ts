#!/usr/bin/env node
/** The `evenkeel` command. Each subcommand is a file of its own; this one lists them and shows errors. */
import { createRequire } from "node:module";
import { Command } from "commander";
import pc from "picocolors";
import { digitsCommand } from "./train/digits.js";
import { wordVectorsCommand } from "./train/word-vectors.js";
import { UserError } from "@evenkeel/problems";

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

const program = new Command("evenkeel")
  .description("Write the maths; it stays stable: what the evenkeel library can do, shown on real work.")
  .version(version)
  .showHelpAfterError("(evenkeel --help says more)");
program.command("train").description("train a model on real data").addCommand(wordVectorsCommand()).addCommand(digitsCommand());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(pc.red(error.message));
  process.exitCode = 1;
}
