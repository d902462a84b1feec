import { z } from "zod";
import { statusFields } from "../condition.ts";
import { money, objectName, referenceTo, sha256, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";
import { writeBackPolicy } from "../write-back.ts";
import { runPhase, runPhases } from "./agent-dispatch-run.ts";

/** One go at a run. */
export const agentDispatchAttempt = defineKind({
  kind: "AgentDispatchAttempt",
  plural: "agentdispatchattempts",
  shortNames: ["attempt", "attempts"],
  storage: "record",
  summary: "One go at a run. What it runs as and with is fixed when it is launched.",
  spec: z.strictObject({
    run: referenceTo("The run"),
    reason: z.enum(["initial", "retry", "resume", "fork", "continue"]).describe("Why there is another one."),
    number: z.int().min(1).default(1).describe("Counts from 1."),
    previous: referenceTo("The attempt that it follows").optional(),
    message: z.string().max(100_000).optional().describe("For continue: what the agent is told."),
    stackSnapshot: z
      .strictObject({
        digest: sha256.describe("Its digest."),
        generation: z.int().min(1).describe("The generation of the stack."),
        profile: z
          .record(z.string(), z.json())
          .describe("The effective launch profile, with all references resolved."),
      })
      .describe("The stack as it was at launch."),
    identityDigest: sha256
      .optional()
      .describe("The digest of the configuration that its env directory is rendered from."),
    permissionSnapshot: sha256.optional().describe("The digest of what admission looked at."),
    contextBundle: referenceTo("Its context").optional(),
    serviceAccount: referenceTo("What the agent runs as").optional(),
    runnerServiceAccount: referenceTo("What the runner runs as").optional(),
    runnerPool: referenceTo("Where it runs").optional(),
    workspaceRef: referenceTo("Its workspace").optional(),
    secrets: z
      .array(z.string().min(1).max(128))
      .max(500)
      .optional()
      .describe("The secrets that it was given, by name."),
    writeBack: writeBackPolicy.optional().describe("What it may write back, as its ticket says it."),
    ticket: z
      .strictObject({
        id: z.uuid().describe("Its number, by which it counts once."),
        issuedAt: timestamp.describe("When it was made."),
        expires: timestamp.describe("When it is too late to begin."),
      })
      .optional()
      .describe("What tells its ticket from others: who asks for it again gets the same one."),
    ticketDigest: sha256.optional().describe("The digest of its ticket, without the sealed values."),
  }),
  status: z.strictObject({
    phase: runPhase.optional().describe("How far it is."),
    ...statusFields,
    reason: z.string().max(100).optional().describe("Why, as a stable code."),
    message: z.string().max(4000).optional().describe("The same for a person."),
    session: objectName.optional().describe("Its conversation."),
    clientSessionId: z.string().max(200).optional().describe("The client's own name for it."),
    runner: z.string().max(300).optional().describe("The machine."),
    ciRun: z.string().max(2000).optional().describe("The CI run, as a URL."),
    startedAt: timestamp.optional().describe("When the agent started."),
    finishedAt: timestamp.optional().describe("When it ended."),
    lastEvent: z.int().min(0).optional().describe("The number of its newest event."),
    heartbeat: timestamp.optional().describe("When its runner reported last."),
    exitCode: z.int().optional().describe("The client's exit code."),
    cost: money.optional().describe("US dollars."),
    tokens: z.int().min(0).optional().describe("Tokens."),
    turns: z.int().min(0).optional().describe("Turns."),
    bundleDigest: sha256.optional().describe("The digest of its run bundle."),
    revoked: z.boolean().optional().describe("Whether its ticket and tokens no longer count."),
  }),
  phases: runPhases,
  conditions: {
    SessionBound: "The client has given its session a name.",
    IdentityUnchanged: "The agent left its own env directory as it was.",
    CiRunStopped: "The CI run of a cancelled attempt was told to stop, or was over.",
    StoreIntact: "The git store of its workspace was not touched.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Run", path: ".spec.run" },
    { name: "Reason", path: ".spec.reason" },
  ],
  immutable: [".spec"],
  example: {
    name: "run-0f3a-1",
    spec: {
      run: "run-0f3a",
      reason: "initial",
      stackSnapshot: { digest: `sha256:${"0".repeat(64)}`, generation: 1, profile: {} },
    },
  },
});
