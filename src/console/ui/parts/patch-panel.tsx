import type { PatchModel } from "../../models/runs/patch-files.ts";
import { CodeBlock } from "../components/code/code-block.tsx";
import { TextDiff } from "../components/code/text-diff.tsx";
import { byteWords } from "../components/data/figure-words.ts";
import { Panel } from "../components/data/panel.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";

/** What a run has changed: each file line by line, and the digests of both sides. */
export function PatchPanel({ patch }: { readonly patch: PatchModel }) {
  const { artifact, digest, base, files, more, problem } = patch;
  return (
    <Panel id="patch" title="Patch" icon="file-pen" count={files.length}>
      <p class="row">
        {artifact} <DigestText digest={digest} />
        {base !== undefined && (
          <>
            on the commit <DigestText digest={base} />
          </>
        )}
      </p>
      {problem !== undefined && <p class="any-text">{`Its content is not shown: ${problem}`}</p>}
      {files.map(({ path, change, before, after, bytes, lines, note, text }) => (
        <details key={path} open={files.length <= 5}>
          <summary class="row">
            <StatusWord phase={change} />
            <code class="any-text">
              <HiddenCharacters text={path} most={1000} />
            </code>
            {bytes !== undefined && <span class="muted small">{byteWords(bytes)}</span>}
          </summary>
          <p class="row small">
            {before !== undefined && (
              <>
                was <DigestText digest={before} />
              </>
            )}
            {after !== undefined && (
              <>
                is <DigestText digest={after} />
              </>
            )}
          </p>
          {note !== undefined && <p class="muted any-text">{note}</p>}
          {lines.length > 0 && <TextDiff text={lines.join("\n")} name={path} />}
          {text !== undefined && <CodeBlock text={text} numbered />}
        </details>
      ))}
      {more > 0 && <p class="muted">{`${more} more files are not shown here.`}</p>}
    </Panel>
  );
}
