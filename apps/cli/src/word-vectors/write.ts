/** Writes a text where a path leads to, through its links: a file is whole or as it was; a pipe or a device is written to. Throws what the system does. */
import {
  accessSync,
  constants,
  fstatSync,
  lstatSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

/** Undefined if nothing is there, or a link to nothing. */
export const found = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

/** Where a path leads, whether or not something is there. */
export function endOf(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  return link ? endOf(resolve(realpathSync(dirname(path)), readlinkSync(path))) : path;
}

export function write(path: string, text: string): void {
  const there = found(path);
  if (there && isOutput(there)) process.stdout.write(text);
  else if (there && !there.isFile()) writeFileSync(path, text);
  else replace(path, text, there);
}

/** Throws what `write` would, as far as it can be known; a file that is there stays as it is. */
export function checkWritable(path: string): void {
  const there = found(path);
  if (there && isOutput(there)) return;
  if (there) accessSync(path, constants.W_OK);
  if (there && !there.isFile()) return;
  const part = partOf(path);
  writeFileSync(part, "");
  rmSync(part);
}

/** Written beside the file and then renamed. */
function replace(path: string, text: string, there: Stats | undefined): void {
  const part = partOf(path);
  try {
    writeFileSync(part, text, { mode: there ? there.mode & 0o777 : 0o666 });
    renameSync(part, endOf(path));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

const partOf = (path: string): string => `${endOf(path)}.${process.pid}.part`;

/** A second opening of a file that this program prints to would have a place of its own, and they would write over each other. */
function isOutput({ dev, ino }: Stats): boolean {
  const output = fstatSync(1);
  return dev === output.dev && ino === output.ino;
}
