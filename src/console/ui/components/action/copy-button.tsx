import { Icon } from "../icon/icon.tsx";

export interface CopyButtonProps {
  /** What is copied, character by character. */
  readonly text: string;
  /** What it is, such as `the digest`. */
  readonly what: string;
  /** What stands on the button; only its sign where this is left out. */
  readonly word?: string | undefined;
}

/** Copies a text. It is there once the page's script is at work; without one the text is selected by hand. */
export function CopyButton({ text, what, word }: CopyButtonProps) {
  return (
    <button
      type="button"
      class="copy"
      data-copy={text}
      aria-label={word === undefined ? `Copy ${what}` : undefined}
    >
      <Icon name="copy" />
      {word}
    </button>
  );
}
