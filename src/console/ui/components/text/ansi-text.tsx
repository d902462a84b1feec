import { ansiPieces } from "./ansi-pieces.ts";
import { wholeCharacters } from "./character-pieces.ts";
import { HiddenCharacters } from "./hidden-characters.tsx";

export interface AnsiTextProps {
  readonly text: string;
  /** Characters that are shown at most. */
  readonly most?: number | undefined;
}

/** What a program wrote to a terminal: its colours as classes, everything else that it sent made visible. */
export function AnsiText({ text, most = 20_000 }: AnsiTextProps) {
  const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
  return (
    <pre class="terminal">
      {ansiPieces(cut.replaceAll("\r\n", "\n")).map((piece) =>
        piece.classes.length === 0 ? (
          <HiddenCharacters text={piece.text} />
        ) : (
          <span class={piece.classes.join(" ")}>
            <HiddenCharacters text={piece.text} />
          </span>
        ),
      )}
      {cut.length < text.length && (
        <span class="muted">{`\n… and ${text.length - cut.length} more characters`}</span>
      )}
    </pre>
  );
}
