import { z } from "zod";
import { runBudget } from "../budget-fields.ts";
import { statusFields } from "../condition.ts";
import {
  imageByDigest,
  line,
  longText,
  names,
  objectName,
  referenceTo,
  sha256,
  timestamp,
} from "../fields.ts";
import { defineKind } from "../kind.ts";
import { writeBackPolicy } from "../write-back.ts";

const adapter = z.strictObject({
  name: z
    .enum(["claude", "codex", "command"])
    .describe("How the client is run: claude -p, codex exec, or a program that writes event lines."),
  version: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("The client's version; its capabilities are those that this version shows."),
  command: z
    .array(z.string().max(4000))
    .min(1)
    .max(100)
    .optional()
    .describe("For command: the program and its arguments."),
});

const prompt = z.strictObject({
  text: longText.optional().describe("What comes before the task."),
  append: longText.optional().describe("What comes after the task."),
});

const memory = z.strictObject({
  source: referenceTo("The memory source").optional(),
  ref: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("A ref, a commit, or a time such as `two days ago`; it becomes a commit at dispatch."),
});

const spec = z.strictObject({
  title: line.optional().describe("What people call it."),
  baseAgent: z.string().min(1).max(100).describe("The agent client, such as claude-code."),
  adapter: adapter.describe("How the client is run."),
  runtimeIdentity: referenceTo("The service account that the agent runs as"),
  agent: objectName.optional().describe("The agent of the config database whose env directory is rendered."),
  image: imageByDigest.optional().describe("The image that the agent runs in, by its digest."),
  model: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("The model, as the client names it; the client's own if left out."),
  prompt: prompt.optional().describe("Prompt layers of the stack."),
  taskKinds: z
    .array(objectName)
    .max(100)
    .optional()
    .describe("The kinds of task that it takes; all of them if left out."),
  toolProfile: referenceTo("The tool profile").optional(),
  mcpServers: names("The MCP servers"),
  skills: names("The skills"),
  subagents: names("The subagents"),
  contextLabels: names("The context labels that every run gets"),
  workspacePolicy: referenceTo("The workspace policy").optional(),
  runnerPool: referenceTo("The runner pool that it runs on").optional(),
  memory: memory.optional().describe("What the agent may look up in the organisation's memory."),
  secrets: z
    .array(z.string().min(1).max(128))
    .max(100)
    .optional()
    .describe("Secrets that the model or the client needs, by name."),
  config: names("The configs that the client needs"),
  budget: runBudget.optional().describe("What one run may use."),
  approvalMode: z
    .enum(["always", "on_request", "write_back_only", "never"])
    .default("write_back_only")
    .describe("When a person is asked while the agent runs."),
  approvers: z
    .enum(["others", "anyone"])
    .default("others")
    .describe("Who may approve: others than who started the run, or, for trusted refs, that person too."),
  missingGrants: z
    .enum(["refuse", "ask"])
    .default("refuse")
    .describe(
      "What becomes of a run that needs a grant which is not there: it is refused, or a person who may give grants is asked to give it for this one run.",
    ),
  writeBack: writeBackPolicy.optional().describe("What runs may write back; nothing if left out."),
});

const phase = z.enum(["Ready", "Warning", "Blocked", "Pending", "Error"]);

const seenClient = z.strictObject({
  of: sha256.describe("The digest of the adapter's name and command: what was asked."),
  version: z.string().min(1).max(100).describe("The version that it said."),
  capabilities: z.array(z.string().min(1).max(63)).max(100).describe("What that version can do."),
  seenAt: timestamp.describe("When it was asked."),
});

const seenImage = z.strictObject({
  image: imageByDigest.describe("The image that the answer is about, and no other."),
  treeDigest: sha256.describe("The identity that it was compared with."),
  verdict: z.enum(["clean", "drift", "unverified"]).describe("The gate's answer."),
  message: z.string().max(4000).optional().describe("What the gate found first."),
  seenAt: timestamp.describe("When the gate looked."),
});

/** Entries of a stack's history of images, the oldest of which go. */
export const mostSeenImages = 20;

const status = z.strictObject({
  phase: phase.optional().describe("Whether it can be dispatched."),
  ...statusFields,
  client: seenClient.optional().describe("What its client was seen to do."),
  identity: seenImage.optional().describe("What the gate said of its image."),
  identityHistory: z
    .array(seenImage.omit({ message: true }))
    .max(mostSeenImages)
    .optional()
    .describe(
      "What the gate said of each image that it named, the newest first: one entry until the image, the identity or the answer is another; seenAt is when it began.",
    ),
  snapshot: sha256.optional().describe("The digest of the effective launch profile."),
  profile: z
    .record(z.string(), z.json())
    .optional()
    .describe(
      "The effective launch profile: everything that decides how a run starts, with all references resolved.",
    ),
});

/** A reusable definition of an agent that can be dispatched. */
export const agentStack = defineKind({
  kind: "AgentStack",
  plural: "agentstacks",
  shortNames: ["stack", "stacks"],
  storage: "config",
  summary:
    "An agent that can be dispatched: its client, prompt, tools, skills, identity, place to run, and what it may write back.",
  spec,
  status,
  phases: {
    Ready: "Everything that it needs is there and proven.",
    Warning: "It can be dispatched; something is not as it should be, and every run shows it.",
    Blocked: "It cannot be dispatched until a condition holds.",
    Pending: "Something has not been looked at yet.",
    Error: "It is wrong in itself, such as a reference to what does not exist.",
  },
  conditions: {
    CapabilitiesResolved: "The client's pinned version can do what the stack asks of it.",
    RuntimeIdentityReady: "The service account exists and can be used.",
    RolesAdmitted:
      "The service account has the roles that the stack needs, and none differs from the repository.",
    SecretsAdmitted: "Every secret that is needed exists and is granted.",
    ConfigAdmitted: "Every config that is needed exists and is granted.",
    ToolsAdmitted: "The tool profile exists, and the client can hold the agent to it.",
    McpHealthy: "Each MCP server has answered initialize and tools/list.",
    SkillsValidated: "Each skill has been read and is well formed.",
    SubagentsValid: "Each subagent exists, the client can run it, and none leads back to itself.",
    PolicyAdmitted: "Approval mode, write-back and workspace policy fit together.",
    IdentityProven: "Its image has passed the gate.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Client", path: ".spec.baseAgent" },
    { name: "Pool", path: ".spec.runnerPool" },
  ],
  example: {
    name: "fixer",
    spec: {
      baseAgent: "claude-code",
      adapter: { name: "claude" },
      runtimeIdentity: "fixer",
      agent: "engineer-berths",
      toolProfile: "careful",
      skills: ["triage"],
      runnerPool: "linux",
      budget: { time: "30m", cost: "5" },
      writeBack: [{ action: "comment", limit: 3 }, { action: "pull_request" }],
    },
  },
});
