import { CodeBlock } from "../components/code/code-block.tsx";
import { TextDiff } from "../components/code/text-diff.tsx";
import { TreeChanges } from "../components/code/tree-changes.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { Panel } from "../components/data/panel.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { ToneWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { GitFacts } from "../components/workspace/git-facts.tsx";
import type { RunPartProps } from "./run-reasons.tsx";
import type { ChangedText, ReportRoom } from "./run-report-data.ts";

/** What the run did to the files: the patch by its digest, each file, the text of those that have room. */
export function RunChanges({ data, room }: RunPartProps) {
  const { run, changes, texts, textsLeftOut } = data;
  const { workspace } = run;
  let lines = room.lines;
  const shown = texts.slice(0, room.entries).filter(({ text }) => {
    lines -= text.split("\n").length;
    return lines > 0;
  });
  return (
    <Panel id="changes" title="Changes" icon="file-diff" count={changes.length}>
      {changes.length === 0 ? (
        <EmptyState title="No file changed" icon="file">
          The attempt left the files of its workspace as they were.
        </EmptyState>
      ) : (
        <TreeChanges changes={changes} most={room.entries} />
      )}
      <FactsList
        facts={[
          ["Patch", run.patch && <DigestText digest={run.patch} />],
          ["Changes the commit", run.base && <DigestText digest={run.base} />],
          ["Workspace", workspace?.name],
          [
            "Its git store",
            workspace &&
              (workspace.storeIntact ? (
                <ToneWord tone="ok" icon="check" word="Untouched" />
              ) : (
                <ToneWord tone="bad" icon="triangle-alert" word="Touched by the agent" />
              )),
          ],
        ]}
      />
      {workspace && <GitFacts git={{ ...workspace.git, editorLink: undefined }} now={run.finishedAt} />}
      {workspace?.refused.slice(0, room.entries).map((line) => (
        <p key={line} class="any-text">
          Refused: <HiddenCharacters text={line} most={room.text} />
        </p>
      ))}
      {textsLeftOut !== undefined && <p class="more">{textsLeftOut}</p>}
      {shown.map((text) => (
        <ChangedFile key={text.path} file={text} room={room} />
      ))}
      {shown.length < texts.length && (
        <p class="more">The texts of {texts.length - shown.length} more files are in the run bundle.</p>
      )}
    </Panel>
  );
}

function ChangedFile({ file, room }: { readonly file: ChangedText; readonly room: ReportRoom }) {
  const { path, how, text } = file;
  const lines = text.replace(/\n$/, "").split("\n");
  if (how === "added") {
    const added = [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join("\n");
    return <TextDiff text={added} name={path} most={room.lines} />;
  }
  return (
    <details>
      <summary>
        <code>
          <HiddenCharacters text={path} most={1000} />
        </code>{" "}
        as it is now
      </summary>
      <CodeBlock text={text} numbered most={room.lines} />
    </details>
  );
}
