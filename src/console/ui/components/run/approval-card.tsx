import type { agentApproval } from "../../../../agents/kinds/record/agent-approval.ts";
import type { ActionOffer } from "../../../page/page.ts";
import { ActionBar } from "../action/action-link.tsx";
import { CodeBlock } from "../code/code-block.tsx";
import { TextDiff } from "../code/text-diff.tsx";
import { FactsList } from "../data/facts-list.tsx";
import { Panel } from "../data/panel.tsx";
import type { ShownObject } from "../data/shown-object.ts";
import { Icon } from "../icon/icon.tsx";
import { Chip } from "../status/chip.tsx";
import { StatusWord, spacedWords } from "../status/status-word.tsx";
import { DigestText } from "../text/digest-text.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { WebLink } from "../text/web-link.tsx";
import { Time } from "../time/time.tsx";

export type ShownApproval = ShownObject<typeof agentApproval>;

export interface ApprovalCardProps {
  readonly approval: ShownApproval;
  /** The run's page. */
  readonly runHref?: string | undefined;
  /** What the artifact changes, as a unified diff, where it is a patch. */
  readonly diff?: string | undefined;
  readonly offers?: readonly ActionOffer[] | undefined;
  readonly now: string;
}

const risks = {
  low: { tone: "ok", icon: "shield-check" },
  medium: { tone: "warn", icon: "shield" },
  high: { tone: "bad", icon: "shield-alert" },
} as const;

/** A decision that a person has to make: the exact change, the digests that it holds for, the risk, why it is asked. */
export function ApprovalCard({ approval, runHref, diff, offers = [], now }: ApprovalCardProps) {
  const { metadata, spec, status } = approval;
  const { title = spacedWords(spec.action), risk, target, reasons = [], preview } = spec;
  return (
    <Panel
      id={`approval-${metadata.name}`}
      title={title.slice(0, 300)}
      icon="shield"
      level={3}
      aside={
        <span class="row">
          {risk && (
            <Chip tone={risks[risk].tone} icon={risks[risk].icon}>
              {risk} risk
            </Chip>
          )}
          <StatusWord phase={status.phase ?? "Pending"} kind="AgentApproval" boxed />
        </span>
      }
    >
      <FactsList
        facts={[
          ["Action", <Chip>{spacedWords(spec.action)}</Chip>],
          ["Target", target && <TargetWords target={target} />],
          ["Run", runHref === undefined ? spec.run : <a href={runHref}>{spec.run}</a>],
          ["Asked by", `${spec.requestedBy.name} (${spacedWords(spec.requestedBy.kind)})`],
          ["Artifact", <DigestText digest={spec.artifactDigest} />],
          ["Exactly sent", spec.write && <DigestText digest={spec.write} />],
          ["State of target", spec.targetHead && <DigestText digest={spec.targetHead} />],
          ["Policy", spec.rule && <HiddenCharacters text={spec.rule} />],
          ["Needs", neededWords(approval)],
          ["Too late", spec.expires && <Time at={spec.expires} now={now} />],
        ]}
      />
      {reasons.length > 0 && (
        <ul class="stack tight">
          {reasons.map((reason) => (
            <li key={reason} class="remedy">
              <Icon name="info" />
              <HiddenCharacters text={reason} most={1000} />
            </li>
          ))}
        </ul>
      )}
      {preview !== undefined && (
        <div>
          <p class="strong">Exactly this would be done</p>
          <CodeBlock text={preview} />
        </div>
      )}
      {diff !== undefined && <TextDiff text={diff} />}
      <Decisions approval={approval} now={now} />
      {offers.length > 0 && <ActionBar label={`Decide about ${metadata.name}`} offers={offers} />}
    </Panel>
  );
}

function neededWords({
  spec: { needed, approvers = [] },
  status: { decisions = [] },
}: ShownApproval): string {
  const given = decisions.filter(({ verdict }) => verdict === "approve").length;
  const from = approvers.length > 0 ? ` of ${approvers.join(", ")}` : "";
  return `${given} of ${needed} ${needed === 1 ? "approval" : "approvals"}${from}`;
}

type Target = NonNullable<ShownApproval["spec"]["target"]>;

function TargetWords({ target: { kind, id, url } }: { readonly target: Target }) {
  const words = <HiddenCharacters text={`${spacedWords(kind)} ${id}`} most={400} />;
  return url === undefined ? words : <WebLink href={url}>{words}</WebLink>;
}

function Decisions({
  approval: { status },
  now,
}: {
  readonly approval: ShownApproval;
  readonly now: string;
}) {
  const { decisions = [], result } = status;
  if (decisions.length === 0 && result === undefined) return null;
  return (
    <ul class="stack tight">
      {decisions.map(({ by, verdict, comment, via, time }) => (
        <li key={`${by.name} ${time}`} class="row">
          <StatusWord
            phase={verdict === "approve" ? "Approved" : "Rejected"}
            kind="AgentApproval"
            word={verdict === "approve" ? "Approved" : "Rejected"}
          />
          <span>
            by {by.name}, {via}, <Time at={time} now={now} />
          </span>
          {comment && (
            <span class="any-text muted">
              <HiddenCharacters text={comment} most={2000} />
            </span>
          )}
        </li>
      ))}
      {result !== undefined && (
        <li class="any-text">
          Result: <HiddenCharacters text={result} most={2000} />
        </li>
      )}
    </ul>
  );
}
