import { DataTable } from "../components/data/data-table.tsx";
import { byteWords, counted } from "../components/data/figure-words.ts";
import { Panel } from "../components/data/panel.tsx";
import { Chip } from "../components/status/chip.tsx";
import { spacedWords } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import type { RunPartProps } from "./run-reasons.tsx";

/** What the run bundle holds, by digest; the content that the patch names is counted. */
export function RunArtifacts({ data, room }: RunPartProps) {
  const parts = data.run.parts.filter(({ kind }) => kind !== "blob");
  const blobs = data.run.parts.length - parts.length;
  return (
    <Panel id="artifacts" title="Artifacts" icon="archive" count={parts.length} flush>
      <DataTable
        label="Artifacts"
        rows={parts.slice(0, room.entries)}
        keyOf={({ kind, name }) => `${kind} ${name}`}
        columns={[
          { title: "Artifact", names: true, cell: ({ name }) => <HiddenCharacters text={name} most={300} /> },
          { title: "Kind", cell: ({ kind }) => spacedWords(kind) },
          { title: "Type", cell: ({ mediaType }) => <HiddenCharacters text={mediaType} most={200} /> },
          { title: "Length", figures: true, cell: ({ bytes }) => byteWords(bytes) },
          {
            title: "Look at",
            cell: ({ truncated, suspectedSecrets = 0 }) => (
              <>
                {truncated && <Chip tone="warn">cut off</Chip>}
                {suspectedSecrets > 0 && (
                  <Chip tone="bad" icon="key-round">
                    {counted(suspectedSecrets, "suspected credential")}
                  </Chip>
                )}
              </>
            ),
          },
          { title: "Digest", cell: ({ digest }) => <DigestText digest={digest} /> },
        ]}
      />
      <p class="more">
        {blobs > 0 && `${counted(blobs, "file")} of the patch are in the bundle by their digests. `}
        {parts.length > room.entries && `${parts.length - room.entries} more artifacts are in the bundle.`}
      </p>
    </Panel>
  );
}
