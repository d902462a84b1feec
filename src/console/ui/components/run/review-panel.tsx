import type { agentReviewArtifact } from "../../../../agents/kinds/record/agent-review-artifact.ts";
import { CodeBlock } from "../code/code-block.tsx";
import { FactsList } from "../data/facts-list.tsx";
import { Panel } from "../data/panel.tsx";
import type { ShownObject } from "../data/shown-object.ts";
import { StatusWord, spacedWords, ToneWord } from "../status/status-word.tsx";
import { DigestText } from "../text/digest-text.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Markdown } from "../text/markdown.tsx";

export type ShownReview = ShownObject<typeof agentReviewArtifact>;
type ReviewFinding = NonNullable<ShownReview["spec"]["findings"]>[number];

export interface ReviewPanelProps {
  readonly review: ShownReview;
  /** Findings that are shown at most. */
  readonly most?: number | undefined;
}

const severities = {
  error: { tone: "bad", icon: "circle-x", word: "Error" },
  warning: { tone: "warn", icon: "triangle-alert", word: "Warning" },
  note: { tone: "idle", icon: "info", word: "Note" },
} as const;

/** A review that an agent wrote: its findings by file and line. */
export function ReviewPanel({ review, most = 200 }: ReviewPanelProps) {
  const { metadata, spec, status } = review;
  const { findings = [] } = spec;
  const files = Map.groupBy(findings.slice(0, most), ({ path }) => path);
  return (
    <Panel
      id={`review-${metadata.name}`}
      title={`Review of ${spacedWords(spec.targetRef.kind).toLowerCase()} ${spec.targetRef.id}`}
      icon="list-checks"
      count={findings.length}
      aside={
        <span class="row">
          <StatusWord phase={spec.decision} boxed />
          <StatusWord phase={status.phase ?? "Open"} kind="AgentReviewArtifact" boxed />
        </span>
      }
    >
      <FactsList
        facts={[
          ["Commit", spec.head && <DigestText digest={spec.head} />],
          ["Digest", spec.digest && <DigestText digest={spec.digest} />],
          ["Decided by", status.decidedBy?.name],
          ["They said", status.comment && <HiddenCharacters text={status.comment} most={2000} />],
        ]}
      />
      {spec.summary !== undefined && <Markdown text={spec.summary} />}
      {[...files].map(([path, ones]) => (
        <div key={path}>
          <h3 class="any-text">
            <code>
              <HiddenCharacters text={path} most={1000} />
            </code>
          </h3>
          {ones.map((finding) => (
            <FindingRow finding={finding} />
          ))}
        </div>
      ))}
      {findings.length > most && <p class="more">{findings.length - most} more findings are not shown.</p>}
    </Panel>
  );
}

function FindingRow({ finding }: { readonly finding: ReviewFinding }) {
  const { line, endLine, side, severity, message, suggestion } = finding;
  const lines = endLine !== undefined && endLine !== line ? `lines ${line}–${endLine}` : `line ${line}`;
  return (
    <div class="finding">
      <p class="row">
        <ToneWord {...severities[severity]} />
        {line !== undefined && <span class="muted">{lines}</span>}
        {side === "old" && <span class="muted">before the change</span>}
      </p>
      <Markdown text={message} most={10_000} />
      {suggestion !== undefined && <CodeBlock text={suggestion} most={100} />}
    </div>
  );
}
