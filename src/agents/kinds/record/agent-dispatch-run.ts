import { z } from "zod";
import { actor, decision, hostFacts } from "../actor.ts";
import { runBudget } from "../budget-fields.ts";
import { runPhaseWords } from "../closed-words.ts";
import { statusFields } from "../condition.ts";
import {
  eventSource,
  forgeTarget,
  longText,
  money,
  names,
  objectName,
  referenceTo,
  repositoryName,
  sha256,
  timestamp,
} from "../fields.ts";
import { sourceRefs } from "../git-state.ts";
import { defineKind } from "../kind.ts";

/** The phases of a run and of an attempt. */
export const runPhase = z.enum(runPhaseWords);
export const runPhases = {
  Queued: "It waits for a runner, or for room in its group.",
  Running: "An agent is at work.",
  Waiting: "A person has to decide something.",
  Succeeded: "It is done.",
  Failed: "It ended without a result; the reason says why.",
  Cancelled: "A person, a pause or a newer run ended it.",
} as const;

/** A piece of work that an agent was given. */
export const agentDispatchRun = defineKind({
  kind: "AgentDispatchRun",
  plural: "agentdispatchruns",
  shortNames: ["run", "runs"],
  storage: "record",
  summary: "A piece of work that an agent was given, from whom, on what, and what has come of it.",
  spec: z.strictObject({
    title: z.string().max(300).optional().describe("What it is about, in a line."),
    repository: repositoryName.describe("The repository that it works on."),
    sourceRefs: sourceRefs.describe("The commits and objects that it works on."),
    agentStack: referenceTo("The stack"),
    taskKind: objectName.describe("The kind of task."),
    source: eventSource.default("manual").describe("The kind of event that started it."),
    target: forgeTarget.optional().describe("The object of the forge that it came from."),
    prompt: longText.optional().describe("The task, in words."),
    contextLabels: names("The context labels"),
    memoryRef: z
      .string()
      .max(200)
      .optional()
      .describe("The state of the memory, as it was asked for; the context has the commit."),
    attachments: z
      .array(z.string().min(1).max(1000))
      .max(100)
      .optional()
      .describe("Files, logs or artifacts that the context gets, by path or name."),
    triggerRule: referenceTo("The rule that made it").optional(),
    delivery: referenceTo("The delivery that made it").optional(),
    parentRun: referenceTo("The run whose write-back led to it").optional(),
    chainDepth: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe("How many runs led to it, one by its write-back to the next."),
    requestedBy: actor.optional().describe("Who asked for it; set by the server."),
    host: hostFacts.optional().describe("What the host says of them and of the event; set by the server."),
    budget: runBudget.optional().describe("What it may use, where that is less than the stack's."),
    workspaceRef: referenceTo("The workspace that it uses").optional(),
    workItem: referenceTo("Its work item").optional(),
    cancelled: z.boolean().default(false).describe("Whether somebody wants it to end."),
  }),
  status: z.strictObject({
    phase: runPhase.optional().describe("How far it is."),
    ...statusFields,
    reason: z.string().max(100).optional().describe("Why it is in this phase, as a stable code."),
    message: z.string().max(4000).optional().describe("The same for a person."),
    admission: decision.optional().describe("What admission answered when it was dispatched."),
    attempts: z.int().min(0).optional().describe("How many attempts it has had."),
    currentAttempt: objectName.optional().describe("The attempt that counts."),
    contextBundle: objectName.optional().describe("Its context."),
    contextDigest: sha256.optional().describe("The digest of it."),
    session: objectName.optional().describe("Its conversation."),
    workspace: objectName.optional().describe("Its workspace."),
    trustTier: z
      .enum(["trusted", "restricted", "untrusted"])
      .optional()
      .describe("The tier of trust of its work."),
    serviceAccount: objectName.optional().describe("What the agent runs as."),
    runnerPool: objectName.optional().describe("Where it runs."),
    runner: z.string().max(300).optional().describe("The machine."),
    ciRun: z.string().max(2000).optional().describe("The CI run, as a URL."),
    ciStart: z
      .strictObject({
        attempt: z.int().min(1).describe("The number of the attempt that it is for."),
        after: z.int().min(0).describe("The number of the newest CI run before it."),
        askedAt: timestamp.describe("When the host was asked."),
        startedAt: timestamp.optional().describe("When it was known to be started; not known if left out."),
        ciRun: z.string().max(2000).optional().describe("The CI run, as a URL, where it was looked for."),
      })
      .optional()
      .describe("The start of the pool's workflow for its next attempt."),
    queuedAt: timestamp.optional().describe("When it was queued."),
    startedAt: timestamp.optional().describe("When an agent started first."),
    finishedAt: timestamp.optional().describe("When it ended."),
    cost: money.optional().describe("US dollars, of all attempts."),
    tokens: z.int().min(0).optional().describe("Tokens, of all attempts."),
    turns: z.int().min(0).optional().describe("Turns, of all attempts."),
    coalesced: z.int().min(0).optional().describe("Further events that joined it."),
    concurrencyKey: z.string().max(1000).optional().describe("The group in which it counts."),
    dedupeKey: z.string().max(1000).optional().describe("The key that events share which join it."),
  }),
  phases: runPhases,
  conditions: {
    Admitted: "Admission allows it, or has been answered by a person.",
    SessionBound: "The client has given its session a name.",
    ApprovalBlocked: "A person has to decide before it goes on.",
    ContextCurrent: "No context label has changed since it was dispatched.",
    WorkflowStarted: "The CI host was told to start the workflow of its runner pool.",
    RoomInPool: "Its runner pool has room for it; not there where it never had to wait.",
    WriteBackBlocked: "Something keeps its results from being written back.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Repository", path: ".spec.repository" },
    { name: "Stack", path: ".spec.agentStack" },
    { name: "Task", path: ".spec.taskKind" },
    { name: "Source", path: ".spec.source" },
  ],
  immutable: [
    ".spec.repository",
    ".spec.sourceRefs",
    ".spec.agentStack",
    ".spec.taskKind",
    ".spec.source",
    ".spec.requestedBy",
    ".spec.host",
    ".spec.parentRun",
    ".spec.chainDepth",
    ".spec.prompt",
  ],
  example: {
    name: "run-0f3a",
    spec: { repository: "tidewater/berths", sourceRefs: { issue: 12 }, agentStack: "fixer", taskKind: "fix" },
  },
});
