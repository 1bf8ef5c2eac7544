/** Gives the visitor a file. */
export function download(data: BlobPart, type: string, name: string): void {
  const href = URL.createObjectURL(new Blob([data], { type }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  // Some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
