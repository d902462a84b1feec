import { shownText } from "../../page/shown-text.ts";

/** An object as YAML, and the command that applies it: to be selected and copied also without a script. */
export function YamlPanel({
  yaml,
  command,
}: {
  readonly yaml: string;
  readonly command: string | undefined;
}) {
  return (
    <section class="panel" aria-labelledby="yaml">
      <h2 id="yaml">YAML</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled can be reached by keyboard (WCAG 2.1.1) */}
      <pre class="code" tabIndex={0}>
        <code>{shownText(yaml)}</code>
      </pre>
      {command !== undefined && (
        <details>
          <summary>Copy kubectl apply</summary>
          <label for="apply-command">A command for a shell</label>
          <textarea id="apply-command" class="code" readOnly rows={8} data-copy="">
            {command}
          </textarea>
        </details>
      )}
    </section>
  );
}
