import type { OutboxRequest } from "../../../agents/outbox/outbox-request.ts";
import { CodeBlock } from "../components/code/code-block.tsx";
import { Panel } from "../components/data/panel.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { Chip } from "../components/status/chip.tsx";
import { spacedWords } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Markdown } from "../components/text/markdown.tsx";
import type { ReportRoom } from "./run-report-data.ts";

export interface RunRequestsProps {
  readonly requests: readonly OutboxRequest[];
  readonly room: ReportRoom;
}

/** What the agent asks for. Each becomes an approval or a refusal where the bundle is taken in. */
export function RunRequests({ requests, room }: RunRequestsProps) {
  return (
    <Panel id="requests" title="Asked for" icon="inbox" count={requests.length}>
      {requests.length === 0 ? (
        <EmptyState title="It asked for nothing">Nothing is to be written back for this attempt.</EmptyState>
      ) : (
        <p class="muted">
          Nothing of this was done yet: each is checked against the policy and, where that says so, approved
          by a person.
        </p>
      )}
      {requests.slice(0, room.entries).map((request, at) => (
        <article class="card" aria-label={`Request ${at + 1}`}>
          <p class="row">
            <Chip icon="inbox">{spacedWords(request.type)}</Chip>
            {"number" in request && request.number !== undefined && <span>#{request.number}</span>}
            {"title" in request && request.title !== undefined && (
              <span class="strong any-text">
                <HiddenCharacters text={request.title} most={300} />
              </span>
            )}
          </p>
          {"body" in request && request.body !== undefined ? (
            <Markdown text={request.body} most={room.text} />
          ) : (
            <CodeBlock text={JSON.stringify(request, null, 2).slice(0, room.text)} most={60} />
          )}
        </article>
      ))}
      {requests.length > room.entries && (
        <p class="more">{requests.length - room.entries} more are in the bundle.</p>
      )}
    </Panel>
  );
}
