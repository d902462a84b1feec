import type { z } from "zod";
import type { agentContextBundle } from "../../../../agents/kinds/record/agent-context-bundle.ts";
import { DataTable } from "../data/data-table.tsx";
import { FactsList } from "../data/facts-list.tsx";
import { byteWords, counted } from "../data/figure-words.ts";
import { Panel } from "../data/panel.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { Chip, CommitChip } from "../status/chip.tsx";
import type { Tone } from "../status/tone.ts";
import { DigestText } from "../text/digest-text.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Time } from "../time/time.tsx";

export type ContextSpec = z.output<typeof agentContextBundle.spec>;
type ContextSource = ContextSpec["sources"][number];
type PromptLayer = NonNullable<ContextSpec["layers"]>[number];

export interface ContextPanelProps {
  readonly context: Pick<ContextSpec, "digest" | "sources" | "layers" | "memory" | "createdAt">;
  readonly now?: string | undefined;
}

/** What a run is told: each source with its trust and digest, each layer of the prompt with its digest, the state of the memory. */
export function ContextPanel({ context, now }: ContextPanelProps) {
  const { digest, sources, layers = [], memory, createdAt } = context;
  return (
    <Panel id="context" title="Context" icon="scroll-text" count={sources.length}>
      <FactsList
        facts={[
          ["Digest", <DigestText digest={digest} />],
          ["Put together", createdAt && <Time at={createdAt} now={now} />],
          ["Memory", memory && <MemoryWords memory={memory} now={now} />],
        ]}
      />
      <SourceTable sources={sources} />
      {layers.length > 0 && <LayerTable layers={layers} />}
    </Panel>
  );
}

const trusts: Readonly<Record<ContextSource["trust"], { tone: Tone; icon: IconName; words: string }>> = {
  instruction: { tone: "ok", icon: "shield-check", words: "instruction" },
  data: { tone: "idle", icon: "database", words: "data of the team" },
  stranger: { tone: "warn", icon: "shield-alert", words: "text of strangers" },
};

/** Where the words of a prompt come from, and what was done to them. */
export function SourceTable({ sources }: { readonly sources: readonly ContextSource[] }) {
  return (
    <DataTable
      label="Sources"
      rows={sources}
      keyOf={({ kind, name, digest }) => `${kind} ${name} ${digest}`}
      columns={[
        { title: "Source", names: true, cell: ({ name }) => <HiddenCharacters text={name} most={300} /> },
        { title: "Kind", cell: ({ kind }) => kind.replaceAll("_", " ") },
        {
          title: "Counts as",
          cell: ({ trust }) => (
            <Chip tone={trusts[trust].tone} icon={trusts[trust].icon}>
              {trusts[trust].words}
            </Chip>
          ),
        },
        { title: "Author", cell: ({ author = "" }) => <HiddenCharacters text={author} most={80} /> },
        { title: "Length", figures: true, cell: ({ bytes }) => byteWords(bytes) },
        { title: "What was done", cell: (source) => doneWords(source) },
        { title: "Digest", cell: ({ digest }) => <DigestText digest={digest} /> },
      ]}
    />
  );
}

function doneWords({ redactions, truncated, hidden = 0 }: ContextSource): string {
  const words = [
    redactions > 0 ? `${counted(redactions, "credential")} taken out` : undefined,
    hidden > 0 ? `${counted(hidden, "hidden piece")} made visible` : undefined,
    truncated ? "cut off" : undefined,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? "unchanged" : words.join(", ");
}

function LayerTable({ layers }: { readonly layers: readonly PromptLayer[] }) {
  return (
    <DataTable
      label="Layers of the prompt"
      rows={layers}
      keyOf={({ name }) => name}
      columns={[
        {
          title: "Layer of the prompt",
          names: true,
          cell: ({ name }) => <HiddenCharacters text={name} most={200} />,
        },
        { title: "Length", figures: true, cell: ({ bytes }) => byteWords(bytes) },
        { title: "Digest", cell: ({ digest }) => <DigestText digest={digest} /> },
      ]}
    />
  );
}

type MemoryState = NonNullable<ContextSpec["memory"]>;

function MemoryWords({ memory, now }: { readonly memory: MemoryState; readonly now: string | undefined }) {
  const { repository, asked, at, commit, records = [], stale = [] } = memory;
  return (
    <>
      <span>
        {repository}, <HiddenCharacters text={asked} most={200} />
      </span>
      {at && <Time at={at} now={now} />}
      <CommitChip commit={commit} />
      <span class="muted">
        {counted(records.length, "record")}
        {stale.length > 0 && `, ${stale.length} of them stale`}
      </span>
    </>
  );
}
