/** TeX as MathML. The typesetter is loaded when the first formula is shown. */
import { useEffect, useRef, useState } from "preact/hooks";
import type temml from "temml";

let typesetter: Promise<typeof temml> | undefined;
async function load(): Promise<typeof temml> {
  const [module] = await Promise.all([import("temml"), import("temml/dist/Temml-Local.css")]);
  return module.default;
}

export function Typeset({ tex, label }: { readonly tex: string; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null),
    [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    (typesetter ??= load()).then(
      (t) => {
        if (!wanted || !place.current) return;
        // Only classes are asked for, and no user's text is TeX: names and numbers are made into it.
        t.render(tex, place.current, { displayMode: true, trust: ({ command }: { command: string }) => command === "\\class", throwOnError: false });
        setFailed(false);
      },
      () => setFailed(true),
    );
    return () => void (wanted = false);
  }, [tex]);
  return (
    <div class="typeset" role="group" aria-label={label} tabIndex={0}>
      <div ref={place} />
      {failed && <code>{tex}</code>}
    </div>
  );
}
