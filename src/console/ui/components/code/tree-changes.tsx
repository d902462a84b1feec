import type { TreePatch } from "../../../../agents/run-bundle/tree-patch.ts";
import { byteWords } from "../data/figure-words.ts";
import { ToneWord } from "../status/status-word.tsx";
import { DigestText } from "../text/digest-text.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";

export interface TreeChangesProps {
  readonly changes: TreePatch["changes"];
  /** Changes that are shown at most. */
  readonly most?: number | undefined;
}

/** Which files of a tree were made, changed and removed. */
export function TreeChanges({ changes, most = 500 }: TreeChangesProps) {
  return (
    <>
      <ul class="changes">
        {changes.slice(0, most).map((change) => (
          <li key={change.path}>
            <ToneWord {...lookOf(change)} />
            <span class="path">
              <HiddenCharacters text={change.path} most={1000} />
            </span>
            <span class="small muted">
              {sizeWords(change)}
              {modeWords(change)}
            </span>
            {change.after && <DigestText digest={change.after.digest} />}
          </li>
        ))}
      </ul>
      {changes.length > most && <p class="more">{changes.length - most} more files are not shown.</p>}
    </>
  );
}

type TreeChange = TreePatch["changes"][number];

function lookOf({ before, after }: TreeChange) {
  if (after === undefined) return { tone: "bad", icon: "file-minus", word: "removed" } as const;
  if (before === undefined) return { tone: "ok", icon: "file-plus", word: "added" } as const;
  return { tone: "busy", icon: "file-pen", word: "changed" } as const;
}

function sizeWords({ before, after }: TreeChange): string {
  if (after === undefined) return before ? byteWords(before.bytes) : "";
  return before ? `${byteWords(before.bytes)} → ${byteWords(after.bytes)}` : byteWords(after.bytes);
}

function modeWords({ before, after }: TreeChange): string {
  return before && after && before.mode !== after.mode ? `, mode ${before.mode} → ${after.mode}` : "";
}
