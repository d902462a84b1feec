export interface DigestTextProps {
  /** A digest or a commit, whole. */
  readonly digest: string;
  /** Whether all of it is shown. */
  readonly whole?: boolean | undefined;
}

/**
 * A digest by its first twelve characters. One click selects it, and what is copied is the whole: the rest is there, out of sight.
 */
export function DigestText({ digest, whole = false }: DigestTextProps) {
  const start = digest.indexOf(":") + 13;
  if (whole || digest.length <= start + 1) return <code class="digest whole">{digest}</code>;
  return (
    <code class="digest" title={digest}>
      {digest.slice(0, start)}
      <span class="rest">{digest.slice(start)}</span>
    </code>
  );
}
