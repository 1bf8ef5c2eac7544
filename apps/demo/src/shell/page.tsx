/** What is around every room: the rooms' names, and dark and light. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { address } from "./address.js";
import { ROOMS } from "./rooms.js";
import { chooseTheme, theme } from "./theme.js";

export function Page() {
  const room = ROOMS.find((r) => r.id === address.value.room) ?? ROOMS[0]!,
    [loaded, setLoaded] = useState<{ id: string; Room: ComponentType } | null>(null),
    [failure, setFailure] = useState("");
  useEffect(() => {
    document.title = `${room.name} · evenkeel`;
    setFailure("");
    room.load().then(
      ({ Room }) => setLoaded({ id: room.id, Room }),
      (error: Error) => setFailure(error.message),
    );
  }, [room]);
  const other = theme.value === "dark" ? "light" : "dark";
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => (e.preventDefault(), document.getElementById("main")?.focus())}>
        Skip to the room
      </a>
      <header class="top">
        <a class="brand" href="#/">
          <Keel />
          evenkeel
        </a>
        <nav aria-label="Rooms">
          {ROOMS.map((r) => (
            <a key={r.id} href={`#/${r.id}`} aria-current={r === room ? "page" : undefined}>
              {r.name}
            </a>
          ))}
        </nav>
        <button class="quiet" aria-label={`Use ${other} colours`} title={`Use ${other} colours`} onClick={() => chooseTheme(other)}>
          {theme.value === "dark" ? "☀" : "☾"}
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <div class="title">
          <h1>{room.name}</h1>
          <p>{room.promise}</p>
        </div>
        {failure ? (
          <p class="failure" role="alert">
            This room did not load: {failure}. Check the connection and{" "}
            <a href={`#/${room.id}`} onClick={() => location.reload()}>
              load the page again
            </a>
            .
          </p>
        ) : loaded?.id === room.id ? (
          <loaded.Room />
        ) : (
          <p class="waiting" role="status">
            Opening the room …
          </p>
        )}
      </main>
    </>
  );
}

function Keel() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <path d="M3 18h26l-4.5 7.5q-8.5 3-17 0z" fill="var(--run)" />
      <path d="M14.5 3h2v13h-2zM18 5.5 27 16h-9z" fill="var(--written)" />
    </svg>
  );
}
