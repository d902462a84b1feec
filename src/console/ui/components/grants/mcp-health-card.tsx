import type { agentMcpServer } from "../../../../agents/kinds/config/agent-mcp-server.ts";
import type { ActionOffer } from "../../../page/page.ts";
import { ActionBar } from "../action/action-link.tsx";
import { FactsList } from "../data/facts-list.tsx";
import { counted } from "../data/figure-words.ts";
import { Panel } from "../data/panel.tsx";
import type { ShownObject } from "../data/shown-object.ts";
import { Conditions } from "../status/conditions.tsx";
import { StatusWord } from "../status/status-word.tsx";
import { DigestText } from "../text/digest-text.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Time } from "../time/time.tsx";

export interface McpHealthCardProps {
  readonly server: ShownObject<typeof agentMcpServer>;
  readonly offers?: readonly ActionOffer[] | undefined;
  readonly now: string;
}

/** An MCP server: whether it answered, as what, with which tools, and who may use it. What it says of itself is hostile text. */
export function McpHealthCard({ server, offers = [], now }: McpHealthCardProps) {
  const { metadata, spec, status } = server;
  const { serverName, serverVersion, protocolVersion, tools = [], conditions = [] } = status;
  const said = [serverName, serverVersion].filter((word) => word !== undefined).join(" ");
  return (
    <Panel
      id={`mcp-${metadata.name}`}
      title={spec.title ?? metadata.name}
      icon="plug"
      level={3}
      aside={<StatusWord phase={status.phase ?? "Unknown"} kind="AgentMcpServer" boxed />}
    >
      <FactsList
        facts={[
          ["Transport", spec.transport],
          ["Asked", status.probedAt && <Time at={status.probedAt} now={now} />],
          ["Says it is", said && <HiddenCharacters text={said} most={300} />],
          ["Protocol", protocolVersion && <HiddenCharacters text={protocolVersion} most={64} />],
          ["Row", status.contentDigest && <DigestText digest={status.contentDigest} />],
          ["Tools", status.toolsDigest && <DigestText digest={status.toolsDigest} />],
          ["Stacks", spec.scope.stacks?.join(", ") ?? "all"],
          ["Secrets", spec.needs?.secrets?.join(", ")],
        ]}
      />
      {tools.length > 0 && (
        <details>
          <summary>{counted(tools.length, "tool")}</summary>
          <ul class="stack tight">
            {tools.slice(0, 200).map(({ name, description }) => (
              <li key={name} class="any-text">
                <code>
                  <HiddenCharacters text={name} most={256} />
                </code>{" "}
                <span class="muted">
                  <HiddenCharacters text={description ?? ""} most={500} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {conditions.length > 0 && <Conditions conditions={conditions} now={now} />}
      {offers.length > 0 && <ActionBar label={`Actions on ${metadata.name}`} offers={offers} />}
    </Panel>
  );
}
