/** Processes that answer questions one at a time: Node's by its own channel, others by lines of JSON in which arrays are base64. */
import { fork, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { bundle } from "./bundle.js";

export type Question = readonly (string | number | readonly Float32Array[])[];
export interface Reply {
  readonly answer: unknown;
  readonly error?: string;
}
export interface Link {
  send(question: Question): void;
  /** Calls back for every reply, and when the process ends. */
  listen(reply: (reply: Reply) => void): void;
  stop(): void;
}

export function forked(file: string, name: string): Link {
  const child = fork(bundle(file, name), { serialization: "advanced", execArgv: [] });
  return {
    send: (question) => void child.send(question as unknown[]),
    listen: (reply) => void child.on("message", (message) => reply(message as Reply)).on("exit", (code) => reply(ended(code))),
    stop: () => void child.kill(),
  };
}

export function piped(command: string, ...args: readonly string[]): Link {
  const child = spawn(command, args, { cwd: import.meta.dirname, stdio: ["pipe", "pipe", "inherit"] });
  return {
    send: (question) => void child.stdin.write(`${JSON.stringify(question, packed)}\n`),
    listen: (reply) => {
      createInterface(child.stdout).on("line", (line) => reply(JSON.parse(line, unpacked) as Reply));
      child.on("exit", (code) => reply(ended(code)));
    },
    stop: () => void child.kill(),
  };
}
const ended = (code: number | null): Reply => ({ answer: null, error: `the process ended with code ${code}` });

const packed = (_: string, x: unknown): unknown =>
  x instanceof Float32Array ? { float32: Buffer.from(x.buffer, x.byteOffset, x.byteLength).toString("base64") } : x;
const unpacked = (_: string, x: unknown): unknown =>
  x instanceof Object && "float32" in x ? new Float32Array(Uint8Array.from(Buffer.from(x.float32 as string, "base64")).buffer) : x;

/** The first Python that has PyTorch, or null. A user's own may hide the system's. */
export function findTorch(): { python: string; version: string } | null {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" });
    if (status === 0) return { python, version: stdout.trim() };
  }
  return null;
}
