import type { LaneModel } from "../../models/runs/run-conversation.ts";
import { Panel } from "../components/data/panel.tsx";
import { SubagentLanes } from "../components/run/subagent-lanes.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";

const tones = { running: "busy", completed: "ok", failed: "bad", denied: "warn" } as const;

export interface LanePanelProps {
  readonly lanes: readonly LaneModel[];
  readonly startedAt: string;
  readonly until: string;
}

/** The subagents of a run: who worked when, and what came of it. */
export function LanePanel({ lanes, startedAt, until }: LanePanelProps) {
  if (lanes.length === 0) return null;
  return (
    <Panel id="lanes" title="Subagents" icon="bot" count={lanes.length}>
      <SubagentLanes
        lanes={lanes.map(({ name, startedAt: from = startedAt, finishedAt, events, status }) => ({
          ...{ name, startedAt: from, finishedAt, events, tone: tones[status] },
        }))}
        startedAt={startedAt}
        until={until}
      />
      <ul class="stack tight">
        {lanes.map(({ name, role, status, text }) => (
          <li key={name} class="row">
            <span class="strong">
              <HiddenCharacters text={name} most={100} />
            </span>
            {role !== undefined && (
              <span class="muted">
                <HiddenCharacters text={role} most={100} />
              </span>
            )}
            <StatusWord phase={status} />
            <span class="any-text">
              <HiddenCharacters text={text} most={2000} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
