import type { agentCapabilityRequirement } from "../../../../agents/kinds/record/agent-capability-requirement.ts";
import { DataTable } from "../data/data-table.tsx";
import { Panel } from "../data/panel.tsx";
import type { ShownObject } from "../data/shown-object.ts";
import { EmptyState } from "../states/page-states.tsx";
import { StatusWord, spacedWords } from "../status/status-word.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";

export type ShownNeed = ShownObject<typeof agentCapabilityRequirement>;

export interface NeedsPanelProps {
  readonly needs: readonly ShownNeed[];
}

/** What a stack needs because of its parts, whether it is given, and the least that would give it. */
export function NeedsPanel({ needs }: NeedsPanelProps) {
  const open = needs.filter(({ status }) => status.phase !== "Met").length;
  return (
    <Panel
      id="needs"
      title="What it needs"
      icon="key-round"
      count={open === 0 ? needs.length : `${open} open of ${needs.length}`}
      flush
    >
      <DataTable
        label="What it needs"
        rows={needs}
        keyOf={({ metadata }) => metadata.name}
        empty={
          <EmptyState title="It needs nothing" icon="check">
            None of its tools, servers and skills asks for a secret, a config or a role.
          </EmptyState>
        }
        columns={[
          {
            title: "Need",
            names: true,
            cell: ({ spec }) => (
              <>
                <HiddenCharacters text={spec.name} most={253} /> <span class="muted small">{spec.need}</span>
              </>
            ),
          },
          {
            title: "Status",
            cell: ({ status }) => (
              <StatusWord phase={status.phase ?? "Missing"} kind="AgentCapabilityRequirement" />
            ),
          },
          {
            title: "Needed by",
            cell: ({ spec: { requiredBy, subagent } }) =>
              `${spacedWords(requiredBy.kind.replace(/^Agent/, ""))} ${requiredBy.name}${subagent ? `, for ${subagent}` : ""}`,
          },
          { title: "For", cell: ({ spec }) => spec.purpose ?? "" },
          { title: "Grant", cell: ({ status }) => status.grant ?? "" },
          {
            title: "What to do",
            cell: ({ status }) => <HiddenCharacters text={status.remedy ?? ""} most={1000} />,
          },
        ]}
      />
    </Panel>
  );
}
