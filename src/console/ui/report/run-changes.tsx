import type { FileDifference } from "../../../agents/run-bundle/patch-differences.ts";
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
import type { ReportRoom } from "./run-report-data.ts";

/** What the run did to the files: the patch by its digest, each file, and line by line those that have room. */
export function RunChanges({ data, room }: RunPartProps) {
  const { run, changes, differences } = data;
  const { workspace } = run;
  let lines = room.lines;
  const shown = differences.files.slice(0, room.entries).filter((file) => {
    lines -= file.lines.length + (file.text?.split("\n").length ?? 0);
    return lines > 0;
  });
  const more = differences.files.length - shown.length + differences.more;
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
      {shown.map((file) => (
        <ChangedFile key={file.path} file={file} room={room} />
      ))}
      {more > 0 && <p class="more">What changed in {more} more files is in the run bundle.</p>}
    </Panel>
  );
}

function ChangedFile({ file, room }: { readonly file: FileDifference; readonly room: ReportRoom }) {
  const { path, lines, note, text } = file;
  const name = (
    <code>
      <HiddenCharacters text={path} most={1000} />
    </code>
  );
  return (
    <>
      {note !== undefined && (
        <p class="more">
          {name}: {note}
        </p>
      )}
      {lines.length > 0 && <TextDiff text={lines.join("\n")} name={path} most={room.lines} />}
      {text !== undefined && (
        <details>
          <summary>{name} as it is now</summary>
          <CodeBlock text={text} numbered most={room.lines} />
        </details>
      )}
    </>
  );
}
