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
/** How often an address with choices has come from outside: a link that is followed in an open page. A room is entered anew by each. */
export const arrivals = signal(0);
/** What the room that is open has in the address. */
let kept: { readonly room: string; readonly hash: string } | null = null;
addEventListener("hashchange", () => {
  const next = parsed(location.hash);
  // The name of the room that one is in, clicked, changes nothing.
  if (next.room === kept?.room && !next.choices.size) return history.replaceState(null, "", kept.hash);
  kept = null;
  if (next.choices.size) arrivals.value++;
  address.value = next;
});

/** Keeps a room's choices in the address, without a step in the history. */
export function remember(room: string, choices: Readonly<Record<string, string>>): void {
  kept = { room, hash: written({ room, choices: new URLSearchParams(choices) }) };
  history.replaceState(null, "", kept.hash);
}
