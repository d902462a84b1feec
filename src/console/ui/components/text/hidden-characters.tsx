import { pieces } from "./character-pieces.ts";

export interface HiddenCharactersProps {
  readonly text: string;
  /** Characters that are shown at most; the others are counted. */
  readonly most?: number | undefined;
}

/**
 * Any text as text, with each character that cannot be seen, or that moves what can, as a mark: `ESC` for a control, `U+202E` for the
 * others. Tabs and line feeds stay.
 */
export function HiddenCharacters({ text, most = 20_000 }: HiddenCharactersProps) {
  const { shown, left } = pieces(text, most);
  return (
    <>
      {shown.map((piece) =>
        typeof piece === "string" ? (
          piece
        ) : (
          <span class="hidden-character" title={piece.title}>
            {piece.mark}
          </span>
        ),
      )}
      {left > 0 && <span class="muted"> … and {left} more characters</span>}
    </>
  );
}
