/** Why an event of a matching rule did not simply make a run: the codes of executions. They are added, never renamed. */
export const executionCodes = {
  DEDUPED: "a run with the same key is there",
  CONCURRENCY_COALESCED: "the group has as many runs under way as may be, so the event joins one of them",
  CONCURRENCY_REJECTED: "the group has as many runs under way as may be",
  CONCURRENCY_QUEUED: "the group has as many runs under way as may be, so the run waits",
  RULE_DRAFT: "the rule is a draft: it records what would have happened",
  RULE_PAUSED: "the rule is paused: it records what would have happened",
  RULE_INVALID: "the rule's text or schedule is wrong",
  REPOSITORY_MISSING: "the event names no repository to work on",
  HOST_FACTS_MISSING: "the host could not be asked who caused the event",
  PATHS_UNKNOWN: "the rule asks for changed paths, and the host does not list them all",
  FORK_APPROVAL: "the content comes from a fork, so a person has to approve the run",
  RULE_APPROVAL: "the rule wants a person to approve each run",
  ADMISSION_APPROVAL: "admission wants a person to approve the run",
  ADMISSION_DENIED: "admission refuses the run",
} as const;
export type ExecutionCode = keyof typeof executionCodes;
