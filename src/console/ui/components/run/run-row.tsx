import type { agentDispatchRun } from "../../../../agents/kinds/record/agent-dispatch-run.ts";
import { moneyWords } from "../data/figure-words.ts";
import type { ShownObject } from "../data/shown-object.ts";
import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { Chip, RefChips, TrustChip } from "../status/chip.tsx";
import { StatusWord } from "../status/status-word.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Duration, Time } from "../time/time.tsx";

export type ShownRun = ShownObject<typeof agentDispatchRun>;

export interface RunRowProps {
  readonly run: ShownRun;
  readonly href: string;
  readonly now: string;
}

const sourceIcons: Readonly<Record<ShownRun["spec"]["source"], IconName>> = {
  push: "git-commit-horizontal",
  tag: "tag",
  pull_request: "git-pull-request",
  comment: "message-square",
  review: "list-checks",
  label: "tag",
  issue: "circle-dot",
  schedule: "calendar-clock",
  manual: "user",
  workflow_run: "play",
  webhook: "webhook",
};

/** A run in a list, as CI shows its runs: status, what and where from, who runs it, how long it waited and took, what it cost. */
export function RunRow({ run, href, now }: RunRowProps) {
  const { metadata, spec, status } = run;
  const { queuedAt, startedAt, finishedAt } = status;
  return (
    <li class="run-row">
      <StatusWord phase={status.phase ?? "Queued"} kind="AgentDispatchRun" title={status.message} />
      <div class="stack tight">
        <a class="name any-text" href={href}>
          <HiddenCharacters text={spec.title ?? metadata.name} most={300} />
        </a>
        <div class="from">
          <Chip icon={sourceIcons[spec.source]}>{spec.source}</Chip>
          <span>{spec.repository}</span>
          <RefChips refs={spec.sourceRefs} />
          <span class="row">
            <Icon name="layers" />
            {spec.agentStack} · {spec.taskKind}
          </span>
          {status.runnerPool && (
            <span class="row">
              <Icon name="server" />
              {status.runnerPool}
            </span>
          )}
          {spec.requestedBy && (
            <span class="row">
              <Icon name="user" />
              <HiddenCharacters text={spec.requestedBy.name} most={80} />
            </span>
          )}
          {status.trustTier && <TrustChip tier={status.trustTier} />}
        </div>
      </div>
      <dl class="figures">
        <div>
          <dt>Queued</dt>
          <dd>{queuedAt === undefined ? "–" : <Time at={queuedAt} now={now} />}</dd>
        </div>
        <div>
          <dt>Waited</dt>
          <dd>
            <Duration from={queuedAt} to={startedAt ?? finishedAt ?? now} />
          </dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>
            <Duration from={startedAt} to={finishedAt ?? now} />
          </dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd title={status.cost}>{moneyWords(status.cost)}</dd>
        </div>
      </dl>
    </li>
  );
}
