import { z } from "zod";
import { actor, decision } from "../actor.ts";
import { reviewVerdictWords, workspaceActionWords } from "../closed-words.ts";
import { statusFields } from "../condition.ts";
import { login, objectReference, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** What can be done with a workspace. */
export const workspaceAction = z.enum(workspaceActionWords);

/** What can be done with runs, rules, approvals and reviews. */
export const platformAction = z.enum([
  "dispatch",
  "cancel",
  "retry",
  "resume",
  "fork",
  "continue",
  "approve",
  "reject",
  ...reviewVerdictWords,
  "write-back",
  "replay",
  "dry-run",
  "pause",
  "unpause",
  "grant",
  "probe",
  "import",
]);

/** What commands do with the tags of an image; no page and no route offers it. */
export const imageAction = z.enum(["publish", "promote"]);

/** One thing that somebody asked for, whether or not it was allowed. */
export const agentAction = defineKind({
  kind: "AgentAction",
  plural: "agentactions",
  storage: "record",
  summary: "One thing that somebody asked for: what, of whom, whether it was allowed and what came of it.",
  spec: z.strictObject({
    target: objectReference.describe("What it is done to."),
    action: z
      .enum([...workspaceAction.options, ...platformAction.options, ...imageAction.options])
      .describe("What is asked for."),
    actor: actor.describe("Who asked."),
    arguments: z.record(z.string(), z.json()).optional().describe("What else was said, such as a message."),
    via: z.enum(["console", "command", "comment", "api", "controller"]).optional().describe("How."),
    time: timestamp.optional().describe("When."),
  }),
  status: z.strictObject({
    phase: z.enum(["Admitted", "Denied", "Done", "Failed"]).optional().describe("What became of it."),
    ...statusFields,
    admission: decision.optional().describe("What admission answered."),
    code: z.string().max(100).optional().describe("Why it was denied or failed, as a stable code."),
    message: z.string().max(4000).optional().describe("The same for a person."),
    result: z
      .string()
      .max(4000)
      .optional()
      .describe(
        "What came of it. Of an action on a run each URL and commit in it counts as written by the run.",
      ),
    account: login.optional().describe("The account of the forge that it was done under."),
  }),
  phases: {
    Admitted: "It is allowed, and is waiting to be done.",
    Denied: "It is not allowed.",
    Done: "It is done.",
    Failed: "It was allowed and could not be done.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Action", path: ".spec.action" },
    { name: "Target", path: ".spec.target.name" },
    { name: "Actor", path: ".spec.actor.name" },
  ],
  immutable: [".spec"],
  example: {
    name: "a-0f3a",
    spec: {
      target: { kind: "AgentWorkspace", name: "berths-12" },
      action: "pin",
      actor: { kind: "User", name: "mira" },
    },
  },
});
