import { HiddenCharacters } from "../text/hidden-characters.tsx";

export interface YamlViewProps {
  readonly text: string;
  /** Lines that are shown at most. */
  readonly most?: number | undefined;
}

const keyed = /^(\s*(?:- )*)((?:"[^"]*"|[\w./$-]+):)(?=\s|$)(.*)$/s;

/** A manifest, its keys and comments told apart. */
export function YamlView({ text, most = 2000 }: YamlViewProps) {
  const lines = text.replace(/\n$/, "").split("\n");
  return (
    <pre class="code numbered">
      <code>
        {lines.slice(0, most).map((line) => (
          <span class="line">
            <YamlLine line={line} />
          </span>
        ))}
      </code>
      {lines.length > most && <span class="muted">{`\n… and ${lines.length - most} more lines`}</span>}
    </pre>
  );
}

function YamlLine({ line }: { readonly line: string }) {
  if (/^\s*#/.test(line) || line === "---")
    return (
      <span class="yaml-comment">
        <HiddenCharacters text={line} most={4000} />
      </span>
    );
  const [, indent, key, rest = ""] = keyed.exec(line.slice(0, 4000)) ?? [];
  if (key === undefined) return <HiddenCharacters text={line} most={4000} />;
  return (
    <>
      {indent}
      <span class="yaml-key">
        <HiddenCharacters text={key} />
      </span>
      <HiddenCharacters text={rest} />
      {line.length > 4000 && <span class="muted"> … and {line.length - 4000} more characters</span>}
    </>
  );
}
