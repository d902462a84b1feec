import { z } from "zod";
import { commitId, timestamp } from "./fields.ts";

/** What a repository and its refs are at one time. */
export const sourceRefs = z.strictObject({
  ref: z
    .string()
    .max(400)
    .regex(/^refs\/\S+$/, "must be a full ref")
    .optional()
    .describe("The ref that the run works on."),
  base: commitId.optional().describe("The commit that the work starts from."),
  head: commitId.optional().describe("The commit that the event is about."),
  defaultBranch: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe("The branch that the repository starts with."),
  headRepository: z.string().max(200).optional().describe("For a fork: where the head is."),
  pullRequest: z.int().min(1).optional().describe("The number of the pull request."),
  issue: z.int().min(1).optional().describe("The number of the issue."),
  path: z.string().max(1000).optional().describe("The path that the work is about."),
  workflowRun: z.string().max(100).optional().describe("The CI run."),
  job: z.string().max(300).optional().describe("The job of it."),
});
export type SourceRefs = z.output<typeof sourceRefs>;

/** The git state of a workspace. */
export const gitState = z.strictObject({
  branch: z.string().max(400).optional().describe("Its branch; left out where the head is detached."),
  head: commitId.optional().describe("Its commit."),
  upstream: z.string().max(400).optional().describe("The branch that it follows."),
  ahead: z.int().min(0).optional().describe("Commits that the upstream does not have."),
  behind: z.int().min(0).optional().describe("Commits of the upstream that it does not have."),
  dirty: z.boolean().optional().describe("Whether files differ from the commit."),
  uncommitted: z.int().min(0).optional().describe("How many files differ."),
  conflicts: z.array(z.string().max(1000)).max(1000).optional().describe("Files with conflicts."),
  rebase: z
    .enum(["none", "needed", "running", "conflicts", "aborted", "done"])
    .optional()
    .describe("Where a rebase stands."),
  lastActivity: timestamp.optional().describe("When a file changed last."),
  missing: z.boolean().optional().describe("Whether its path is gone."),
  editorLink: z
    .string()
    .max(2000)
    .optional()
    .describe("Opens it in an editor, where it is on the viewer's machine."),
});
export type GitState = z.output<typeof gitState>;
