import { z } from "zod";
import { actor } from "../actor.ts";
import { statusFields } from "../condition.ts";
import {
  forgeTarget,
  objectName,
  referenceTo,
  repositoryName,
  sha256,
  timestamp,
  trustTier,
} from "../fields.ts";
import { gitState, sourceRefs } from "../git-state.ts";
import { defineKind } from "../kind.ts";

const runtimeSurface = z.strictObject({
  kind: z
    .enum(["preview", "dev_server", "terminal", "logs", "health", "port", "mcp"])
    .describe("What it is."),
  name: z.string().min(1).max(200).describe("What it is called."),
  url: z.string().max(2000).optional().describe("Where it is, without credentials and query."),
  health: z.enum(["ready", "unavailable", "unknown"]).describe("Whether it answers."),
  command: z.string().max(1000).optional().describe("For a terminal: the command."),
  exitCode: z.int().optional().describe("For a terminal: how it ended."),
  seenAt: timestamp.optional().describe("When it was seen last."),
});

/** A place where an agent works on a repository. */
export const agentWorkspace = defineKind({
  kind: "AgentWorkspace",
  plural: "agentworkspaces",
  shortNames: ["workspace", "workspaces"],
  storage: "record",
  summary:
    "A place where an agent works on a repository. It is repository, commit, ref and patch, so it can be made again anywhere.",
  spec: z
    .strictObject({
      repository: repositoryName.describe("The repository."),
      workspacePath: z.string().min(1).max(4000).optional().describe("Its folder on the host that holds it."),
      externalId: z
        .string()
        .min(1)
        .max(400)
        .optional()
        .describe("Its ID somewhere else, in place of a path."),
      host: z.string().max(253).optional().describe("The machine that holds it."),
      refs: sourceRefs.optional().describe("The commits that it was made from."),
      patchDigest: sha256.optional().describe("The patch on top of them."),
      ownership: z
        .enum(["host", "issue", "pull_request", "ci_failure", "manual", "project"])
        .describe("What it was made for."),
      ownerRef: forgeTarget.optional().describe("The object that owns it."),
      owner: actor.optional().describe("Who made it."),
      trustTier: trustTier.describe("The tier of the work in it; other work never gets it."),
      serviceAccount: referenceTo("What runs in it").optional(),
      runnerPool: referenceTo("Where it is").optional(),
      policy: referenceTo("The policy that it is kept by").optional(),
      pinned: z.boolean().default(false).describe("Whether it is kept whatever the policy says."),
      notes: z.string().max(20_000).optional().describe("What people wrote about it."),
    })
    .refine(
      ({ workspacePath, externalId }) => (workspacePath === undefined) !== (externalId === undefined),
      "needs workspacePath or externalId, and not both",
    ),
  status: z.strictObject({
    phase: z
      .enum(["Provisioning", "Active", "Idle", "Archived", "Missing"])
      .optional()
      .describe("How it is."),
    ...statusFields,
    git: gitState.optional().describe("Its git state."),
    runtime: z.array(runtimeSurface).max(100).optional().describe("What runs in it."),
    runs: z.array(objectName).max(1000).optional().describe("The runs that are under way in it."),
    lastRun: objectName.optional().describe("The run that came to its end in it last."),
    sessions: z.array(objectName).max(1000).optional().describe("The sessions that are attached to it."),
    harvested: sha256
      .optional()
      .describe("The digest of what was harvested last; changes beyond it keep it from being removed."),
    lastUsedAt: timestamp.optional().describe("When it was used last."),
    cleanupAfter: timestamp.optional().describe("When it may be removed."),
  }),
  phases: {
    Provisioning: "It is being made.",
    Active: "A run is under way in it.",
    Idle: "Nothing is under way in it.",
    Archived: "Its files are gone on purpose; it can be made again.",
    Missing: "Its path is gone; it can be recovered, archived or cleaned up.",
  },
  conditions: {
    Stale: "Its base is no longer the head of its ref.",
    RebaseNeeded: "Its target has moved.",
    RebaseConflicts: "Its changes and those of the target contradict each other.",
    Dirty: "It has changes that were not harvested.",
    Degraded: "Something that should run in it does not.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Repository", path: ".spec.repository" },
    { name: "Owner", path: ".spec.ownership" },
    { name: "Tier", path: ".spec.trustTier" },
  ],
  immutable: [".spec.repository", ".spec.trustTier", ".spec.ownership"],
  example: {
    name: "berths-12",
    spec: {
      repository: "tidewater/berths",
      workspacePath: "/srv/workspaces/berths-12",
      ownership: "issue",
      trustTier: "trusted",
    },
  },
});
