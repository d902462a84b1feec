import { HiddenCharacters } from "../text/hidden-characters.tsx";

export interface CodeBlockProps {
  readonly text: string;
  /** Whether lines have numbers. */
  readonly numbered?: boolean | undefined;
  /** Lines that are shown at most. */
  readonly most?: number | undefined;
}

/** Text that counts character by character. Long lines are broken, so nothing has to be scrolled sideways. */
export function CodeBlock({ text, numbered = false, most = 2000 }: CodeBlockProps) {
  const lines = text.replaceAll("\r\n", "\n").replace(/\n$/, "").split("\n");
  const shown = lines.slice(0, most);
  return (
    <pre class={numbered ? "code numbered" : "code"}>
      {numbered ? (
        <code>
          {shown.map((line) => (
            <span class="line">
              <HiddenCharacters text={line} most={4000} />
            </span>
          ))}
        </code>
      ) : (
        <code>
          <HiddenCharacters text={shown.join("\n")} />
        </code>
      )}
      {shown.length < lines.length && (
        <span class="muted">{`\n… and ${lines.length - shown.length} more lines`}</span>
      )}
    </pre>
  );
}
