import type { IconName } from "../icon/icon-shapes.ts";
import type { Tone } from "./tone.ts";

/** The look of a status: its tone and its sign. */
export interface StatusMark {
  readonly tone: Tone;
  readonly icon: IconName;
}

const good: StatusMark = { tone: "ok", icon: "circle-check" };
const wrong: StatusMark = { tone: "bad", icon: "circle-x" };
const careful: StatusMark = { tone: "warn", icon: "triangle-alert" };
const atWork: StatusMark = { tone: "busy", icon: "loader" };
const asked: StatusMark = { tone: "wait", icon: "circle-pause" };
const queued: StatusMark = { tone: "idle", icon: "circle-dashed" };
const over: StatusMark = { tone: "idle", icon: "circle-slash" };
const unknown: StatusMark = { tone: "idle", icon: "circle-dot" };

const ofRuns = {
  Queued: queued,
  Running: atWork,
  Waiting: asked,
  Succeeded: good,
  Failed: wrong,
  Cancelled: over,
};

/** The look of each phase, by kind: a word such as Active means different things of a rule and of a pause. */
const ofKinds: Readonly<Record<string, Readonly<Record<string, StatusMark>>>> = {
  AgentMcpServer: { Unknown: unknown, Healthy: good, Unhealthy: wrong },
  AgentStack: { Ready: good, Warning: careful, Blocked: wrong, Pending: queued, Error: wrong },
  AgentTriggerRule: {
    Draft: queued,
    Active: good,
    Paused: asked,
    Disabled: over,
    Archived: { tone: "idle", icon: "archive" },
    Invalid: wrong,
  },
  AgentAction: { Admitted: queued, Denied: { tone: "bad", icon: "ban" }, Done: good, Failed: wrong },
  AgentApproval: {
    Pending: asked,
    Approved: { tone: "ok", icon: "check" },
    Rejected: { tone: "bad", icon: "ban" },
    Expired: { tone: "idle", icon: "timer" },
    Superseded: over,
    Applied: good,
    ApplyFailed: wrong,
  },
  AgentArtifact: {
    Pending: queued,
    Ready: { tone: "ok", icon: "check" },
    Approved: { tone: "ok", icon: "check" },
    Applied: good,
  },
  AgentCapabilityRequirement: {
    Met: good,
    Missing: careful,
    Denied: { tone: "bad", icon: "ban" },
    Expired: { tone: "warn", icon: "timer" },
  },
  AgentDispatchAttempt: ofRuns,
  AgentDispatchRun: ofRuns,
  AgentMemoryQuery: { Answered: good, Denied: { tone: "bad", icon: "ban" } },
  AgentMemoryUpdate: {
    Proposed: asked,
    Approved: { tone: "ok", icon: "check" },
    Merged: { tone: "ok", icon: "git-merge" },
    Rejected: { tone: "bad", icon: "ban" },
  },
  AgentPause: { Active: { tone: "warn", icon: "circle-pause" }, Ended: over },
  AgentReviewArtifact: { Open: asked, ChangesRequested: careful, Resolved: good },
  AgentSession: { Pending: queued, Live: { tone: "busy", icon: "activity" }, Stale: careful, Ended: over },
  AgentTriggerExecution: {
    Created: good,
    Coalesced: { tone: "idle", icon: "git-merge" },
    Rejected: { tone: "bad", icon: "ban" },
    WaitingForApproval: asked,
  },
  AgentWorkspace: {
    Provisioning: atWork,
    Active: { tone: "busy", icon: "activity" },
    Idle: { tone: "idle", icon: "circle" },
    Archived: { tone: "idle", icon: "archive" },
    Missing: wrong,
  },
  WebhookDelivery: {
    Received: queued,
    Matched: good,
    Ignored: over,
    Refused: { tone: "bad", icon: "ban" },
  },
  WorkItem: { Open: { tone: "idle", icon: "circle-dot" }, InProgress: atWork, Done: good },
};

/** Words that no kind has: verdicts of checks, states of steps and streams, answers of admission. */
const ofWords: Readonly<Record<string, StatusMark>> = {
  clean: good,
  drift: wrong,
  drifted: wrong,
  holds: good,
  broken: wrong,
  rendered: good,
  unverified: careful,
  skipped: over,
  unchanged: { tone: "idle", icon: "check" },
  changed: { tone: "ok", icon: "check" },
  done: good,
  failed: wrong,
  failing: wrong,
  True: good,
  False: wrong,
  Unknown: unknown,
  allowed: good,
  requiresApproval: asked,
  denied: { tone: "bad", icon: "ban" },
  live: { tone: "ok", icon: "activity" },
  stale: { tone: "warn", icon: "wifi-off" },
  reconnecting: atWork,
  ready: good,
  unavailable: wrong,
  unknown,
  started: atWork,
  completed: good,
  approve: good,
  comment: { tone: "idle", icon: "message-square" },
  request_changes: careful,
};

/** What a status looks like; a word that nobody knows is shown as it is, without a colour. */
export function statusMark(word: string, kind?: string): StatusMark {
  const known = kind === undefined ? undefined : ofKinds[kind];
  const mark = known !== undefined && Object.hasOwn(known, word) ? known[word] : undefined;
  return mark ?? (Object.hasOwn(ofWords, word) ? ofWords[word] : undefined) ?? unknown;
}

/** Whether a phase of a kind has a look of its own. */
export function hasStatusMark(kind: string, phase: string): boolean {
  const known = ofKinds[kind];
  return known !== undefined && Object.hasOwn(known, phase);
}
