import type { IconName } from "../icon/icon-shapes.ts";
import type { Tone } from "../status/tone.ts";

interface StateWords {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly happened: string;
  readonly stillTrue: string;
  readonly canBeDone: string;
}

/** The named states of the console, each with what a person has to know. */
export const namedStates = {
  SessionBindingPending: {
    ...{ tone: "wait", icon: "timer", title: "The session has no name yet" },
    happened: "The run was dispatched, and the client has not said yet what it calls the conversation.",
    stillTrue: "The run, its ticket and its budget count. Events are shown as they come.",
    canBeDone: "Wait, or cancel the run. This page opens the conversation as soon as it has a name.",
  },
  LegacyRunRedirect: {
    ...{ tone: "idle", icon: "arrow-right", title: "This page has moved" },
    happened: "You came by an old address of this run.",
    stillTrue: "It is the same run with the same records; old links go on working.",
    canBeDone: "Use the address of this page from now on.",
  },
  StreamDisconnected: {
    ...{ tone: "warn", icon: "wifi-off", title: "Not live" },
    happened: "The connection for live changes is gone, and was not made again so far.",
    stillTrue: "What is shown was true at the time that is written beside it. Runs go on without this page.",
    canBeDone: "Load the page again to see how things are now.",
  },
  StreamReconnecting: {
    ...{ tone: "busy", icon: "loader", title: "Connecting again" },
    happened: "No change and no heartbeat came for 20 seconds.",
    stillTrue: "What is dimmed may be out of date. No change is lost: the stream goes on where it ended.",
    canBeDone: "Wait a moment. Actions are checked by the server, whatever this page shows.",
  },
  WorkspaceMissing: {
    ...{ tone: "bad", icon: "folder", title: "The workspace is gone" },
    happened: "Its path is not on the machine that holds it.",
    stillTrue: "Its repository, commit, ref and last patch are on record, so it can be made again anywhere.",
    canBeDone: "Recover it, archive it, or clean it up.",
  },
  WorkspaceRebaseNeeded: {
    ...{ tone: "warn", icon: "git-branch", title: "The target has moved" },
    happened: "The branch that this work goes to has commits that the workspace does not have.",
    stillTrue: "The changes of the workspace are as they were. Nothing is written back before it is rebased.",
    canBeDone: "Start the rebase.",
  },
  WorkspaceRebaseConflicts: {
    ...{ tone: "bad", icon: "git-merge", title: "The rebase has conflicts" },
    happened: "Changes of the workspace and of the target contradict each other.",
    stillTrue: "Neither is lost. The state before the rebase comes back when it is aborted.",
    canBeDone: "Resolve the files in an editor and mark them, let an agent try, or abort the rebase.",
  },
  AutomationRejected: {
    ...{ tone: "bad", icon: "ban", title: "The rule started no run" },
    happened: "The event matched, and admission or the rule's policy refused it.",
    stillTrue: "The delivery is stored, with what was decided and why. It can be replayed.",
    canBeDone: "Fix what the reason names, then replay the delivery.",
  },
  AutomationCoalesced: {
    ...{ tone: "idle", icon: "git-merge", title: "The event joined a run" },
    happened: "A run with the same key was already there, so no second one was made.",
    stillTrue: "The run sees the newest state of its source. The event is listed among its events.",
    canBeDone: "Open the run. Change the rule's key where each event should have a run of its own.",
  },
  ReviewChangesRequested: {
    ...{ tone: "warn", icon: "message-square", title: "Somebody wants changes" },
    happened: "A person looked at the agent's review and asked for changes.",
    stillTrue: "The review is kept with its digest. It is not written back before the request is resolved.",
    canBeDone: "Continue the run with a message, or mark the request as resolved.",
  },
  ApprovalBlocked: {
    ...{ tone: "wait", icon: "circle-pause", title: "A person has to decide" },
    happened: "The run wants to do something that its policy lets nobody do unasked.",
    stillTrue: "Nothing of it was done. An approval holds for exactly the digests that are shown.",
    canBeDone: "Look at the exact change, then approve or reject it.",
  },
  ContextLabelDrift: {
    ...{ tone: "warn", icon: "tag", title: "A context label has changed" },
    happened: "A label that the run was given has another text now than when the run was dispatched.",
    stillTrue: "The run works with what it was given; digest and generation are on record.",
    canBeDone: "Compare the two texts. Retry the run to give it the new one.",
  },
} as const satisfies Readonly<Record<string, StateWords>>;

export type NamedState = keyof typeof namedStates;
