import { shownText } from "../../page/shown-text.ts";
import { CopyButton } from "../components/action/copy-button.tsx";

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
      <header>
        <h2 id="yaml">YAML</h2>
        <div class="row">
          <CopyButton text={yaml} what="the YAML" word="Copy YAML" />
          {command !== undefined && (
            <CopyButton text={command} what="the command" word="Copy kubectl apply" />
          )}
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled can be reached by keyboard (WCAG 2.1.1) */}
      <pre class="code" tabIndex={0}>
        <code>{shownText(yaml)}</code>
      </pre>
      {command !== undefined && (
        <details>
          <summary>As a command: kubectl apply</summary>
          <label for="apply-command">A command for a shell</label>
          <textarea id="apply-command" class="code" readOnly rows={8}>
            {command}
          </textarea>
        </details>
      )}
    </section>
  );
}
