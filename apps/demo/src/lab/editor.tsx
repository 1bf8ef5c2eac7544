/** The editor of formulas, with a mark where one does not parse. */
import { useEffect, useRef } from "preact/hooks";
import { createEditor } from "prism-code-editor";
import { languages } from "prism-code-editor/prism";
import "prism-code-editor/layout.css";
import { ARITY } from "./vocabulary.js";

languages.formula = {
  comment: /(?:#|\/\/).*/,
  definition: /^[ \t]*[A-Za-z_]\w*(?=[ \t]*=(?!=))/m,
  function: new RegExp(`\\b(?:${Object.keys(ARITY).join("|")})\\b`),
  variable: /\bx\b/,
  number: /(?:\b\d+\.?\d*|\B\.\d+)(?:e[+-]?\d+)?/i,
  operator: /[-+*/^<>=]+/,
};

interface Given {
  readonly value: string;
  /** Where it does not parse. */
  readonly wrongAt: number | null;
  readonly onChange: (text: string) => void;
}

export function Editor({ value, wrongAt, onChange }: Given) {
  const place = useRef<HTMLDivElement>(null),
    editor = useRef<ReturnType<typeof createEditor>>(null),
    tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    const made = createEditor(place.current, {
      language: "formula",
      value,
      lineNumbers: false,
      wordWrap: true,
      onUpdate: (text) => tell.current(text),
    });
    made.textarea.setAttribute("aria-label", "Formula in x");
    made.textarea.setAttribute("aria-describedby", "formula-message");
    editor.current = made;
    return () => made.remove();
  }, []);
  useEffect(() => {
    if (editor.current && editor.current.value !== value) editor.current.setOptions({ value });
  }, [value]);
  useEffect(() => {
    editor.current?.textarea.setAttribute("aria-invalid", String(wrongAt !== null));
  }, [wrongAt]);
  return (
    <div class="editor" data-wrong={wrongAt !== null}>
      <div ref={place} />
    </div>
  );
}

/** The line with a caret below the place. */
export function Caret({ text, at }: { readonly text: string; readonly at: number }) {
  const start = text.lastIndexOf("\n", at - 1) + 1,
    end = text.indexOf("\n", at),
    line = text.slice(start, end < 0 ? undefined : end);
  return (
    <pre class="caret mono" aria-hidden="true">
      {line}
      {"\n"}
      {" ".repeat(at - start)}▲
    </pre>
  );
}
