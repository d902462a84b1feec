import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import type { IconName } from "../components/icon/icon-shapes.ts";
import { Chip } from "../components/status/chip.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import type { ShownAgent } from "./pipeline-report-data.ts";

export interface AgentTableProps {
  readonly agents: readonly ShownAgent[];
  /** Agents that are not shown. */
  readonly left: number;
}

/** Each agent with what it is told, what it can do, and the names of the secrets that it is given. */
export function AgentTable({ agents, left }: AgentTableProps) {
  return (
    <Panel id="agents" title="Agents" icon="bot" count={agents.length + left} flush>
      <DataTable
        label="Agents"
        rows={agents}
        keyOf={({ name }) => name}
        columns={[
          {
            title: "Agent",
            names: true,
            cell: ({ name, type, runtime }) => (
              <>
                {name}
                <br />
                <span class="small muted plain">
                  {type}, {runtime}
                </span>
              </>
            ),
          },
          { title: "Render", cell: ({ result }) => <StatusWord phase={result} /> },
          {
            title: "Prompt",
            cell: ({ prompt }) =>
              prompt === undefined ? "none" : `${prompt.characters} characters, of the ${prompt.scope} scope`,
          },
          { title: "Skills", cell: ({ skills }) => <NameChips names={skills} icon="book-open" /> },
          { title: "MCP servers", cell: ({ mcpServers }) => <NameChips names={mcpServers} icon="plug" /> },
          { title: "Plugins", cell: ({ plugins }) => <NameChips names={plugins} icon="box" /> },
          { title: "Secrets", cell: ({ secrets }) => <NameChips names={secrets} icon="key-round" /> },
          { title: "Env directory", cell: ({ envDirectory }) => <code>{envDirectory}</code> },
        ]}
      />
      {left > 0 && <p class="more">{left} more agents are not shown.</p>}
    </Panel>
  );
}

function NameChips({ names, icon }: { readonly names: readonly string[]; readonly icon: IconName }) {
  if (names.length === 0) return <span class="muted">none</span>;
  return (
    <span class="row">
      {names.slice(0, 30).map((name) => (
        <Chip key={name} icon={icon}>
          <HiddenCharacters text={name} most={100} />
        </Chip>
      ))}
      {names.length > 30 && <span class="muted">and {names.length - 30} more</span>}
    </span>
  );
}
