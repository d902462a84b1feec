import type { Finding } from "../../../fault/finding.ts";
import { TextDiff } from "../components/code/text-diff.tsx";
import { Panel } from "../components/data/panel.tsx";
import { Icon } from "../components/icon/icon.tsx";
import { ToneWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";

const severities = {
  error: { tone: "bad", icon: "circle-x", word: "Error" },
  warning: { tone: "warn", icon: "triangle-alert", word: "Warning" },
  unverified: { tone: "warn", icon: "eye-off", word: "Not verified" },
} as const;

export interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly most: number;
}

/** What checks found: where, what should be there and what is, the difference of texts, and what to do. */
export function FindingList({ findings, most }: FindingListProps) {
  return (
    <Panel id="findings" title="Findings" icon="triangle-alert" count={findings.length}>
      {findings.slice(0, most).map((finding) => (
        <FindingEntry key={`${finding.code} ${finding.path} ${finding.subject}`} finding={finding} />
      ))}
      {findings.length > most && <p class="more">{findings.length - most} more findings are not shown.</p>}
    </Panel>
  );
}

function FindingEntry({ finding }: { readonly finding: Finding }) {
  const { code, severity, path, expected, actual, problem, remedy, difference, subject } = finding;
  const said = problem ?? `expected ${expected ?? "nothing"}, found ${actual ?? "nothing"}`;
  return (
    <div class="finding">
      <p class="row">
        <ToneWord {...severities[severity]} />
        <code>{code}</code>
        <code class="any-text">
          <HiddenCharacters text={path} most={1000} />
        </code>
        {subject !== undefined && (
          <span class="muted">
            <HiddenCharacters text={subject} most={300} />
          </span>
        )}
      </p>
      <p class="any-text">
        <HiddenCharacters text={said} most={2000} />
      </p>
      {difference !== undefined && <TextDiff text={difference.join("\n")} most={100} />}
      <p class="remedy">
        <Icon name="arrow-right" />
        <span class="any-text">
          <HiddenCharacters text={remedy} most={1000} />
        </span>
      </p>
    </div>
  );
}
