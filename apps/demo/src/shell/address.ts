/** The address: `#/room?name=value`. A page can be shared by it, and a room's choices survive a reload. */
import { signal } from "@preact/signals";

export interface Address {
  readonly room: string;
  readonly choices: URLSearchParams;
}

export function parsed(hash: string): Address {
  const [room = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  return { room, choices: new URLSearchParams(query) };
}
export const written = ({ room, choices }: Address): string => {
  const query = choices.toString();
  return `#/${room}${query ? `?${query}` : ""}`;
};

export const address = signal<Address>(parsed(location.hash));
addEventListener("hashchange", () => (address.value = parsed(location.hash)));

/** Keeps a room's choices in the address, without a step in the history. */
export function remember(room: string, choices: Readonly<Record<string, string>>): void {
  history.replaceState(null, "", written({ room, choices: new URLSearchParams(choices) }));
}
