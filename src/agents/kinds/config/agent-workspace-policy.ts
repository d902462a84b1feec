import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, pathPattern, refPattern, span } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** How workspaces are made, kept and cleaned up. */
export const agentWorkspacePolicy = defineKind({
  kind: "AgentWorkspacePolicy",
  plural: "agentworkspacepolicies",
  storage: "config",
  summary: "How workspaces are made, used again, rebased, kept and removed.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    mode: z
      .enum(["worktree", "clone"])
      .describe(
        "A worktree of a store that is kept, or a clone of its own; untrusted work always gets a clone.",
      ),
    retentionPolicy: z
      .strictObject({
        idle: span.default("7d").describe("How long one is kept after its last use."),
        failed: span.default("14d").describe("The same, after a run that failed."),
        maxCount: z
          .int()
          .min(1)
          .max(10_000)
          .optional()
          .describe("How many of one repository are kept; the oldest idle ones go first."),
      })
      .describe("How long workspaces are kept. Pinned ones stay."),
    caches: z
      .array(
        z.strictObject({
          path: pathPattern.describe("A folder of the workspace."),
          refs: z
            .array(refPattern)
            .min(1)
            .max(50)
            .describe("The refs that may fill and use it; for trusted work only."),
        }),
      )
      .max(50)
      .optional()
      .describe("Folders that are kept from run to run."),
    reuse: z
      .enum(["never", "same_ref"])
      .default("never")
      .describe("Whether a workspace of the same repository, ref and tier of trust is used again."),
    rebase: z
      .enum(["never", "before_write_back"])
      .default("before_write_back")
      .describe("Whether a patch is moved to the head of its target before it is written back."),
    submodules: z.boolean().default(false).describe("Whether submodules are checked out."),
  }),
  status: z.strictObject(statusFields),
  columns: [
    { name: "Mode", path: ".spec.mode" },
    { name: "Reuse", path: ".spec.reuse" },
  ],
  example: { name: "short-lived", spec: { mode: "worktree", retentionPolicy: { idle: "2d", failed: "7d" } } },
});
