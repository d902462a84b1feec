import { CopyButton } from "../action/copy-button.tsx";

export interface DigestTextProps {
  /** A digest or a commit, whole. */
  readonly digest: string;
  /** Whether all of it is shown. */
  readonly whole?: boolean | undefined;
  /** Whether a button beside it copies it. */
  readonly copies?: boolean | undefined;
}

/**
 * A digest by its first twelve characters. One click selects it, and what is copied is the whole: the rest is there, out of sight.
 */
export function DigestText({ digest, whole = false, copies = false }: DigestTextProps) {
  const start = digest.indexOf(":") + 13;
  const text =
    whole || digest.length <= start + 1 ? (
      <code class="digest whole">{digest}</code>
    ) : (
      <code class="digest" title={digest}>
        {digest.slice(0, start)}
        <span class="rest">{digest.slice(start)}</span>
      </code>
    );
  if (!copies) return text;
  return (
    <span class="copies">
      {text} <CopyButton text={digest} what={digest.slice(0, start)} />
    </span>
  );
}
