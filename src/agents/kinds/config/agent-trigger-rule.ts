import { z } from "zod";
import { statusFields } from "../condition.ts";
import {
  eventSource,
  line,
  names,
  objectName,
  pathPattern,
  referenceTo,
  repositoryPattern,
  span,
  timestamp,
} from "../fields.ts";
import { defineKind } from "../kind.ts";
import { writeBackPolicy } from "../write-back.ts";

/** A text with * for any part, compared without logic of any kind. */
const glob = z.string().min(1).max(400);
const globs = (what: string) => z.array(glob).min(1).max(100).optional().describe(what);

/**
 * What an event has to be. Every member that is there has to hold; of its list, one entry has to. There are no expressions.
 */
export const triggerMatch = z.strictObject({
  repositories: z.array(repositoryPattern).min(1).max(200).optional().describe("Repositories."),
  actions: globs("What happened, as the forge names it, such as opened or labeled."),
  branches: globs(
    "Names of branches: the pushed one, or the target of a pull request; * stands for any part.",
  ),
  tags: globs("Names of tags; * stands for any part."),
  labels: globs("Labels, one of which is set or was set just now."),
  actors: globs("Logins of who did it."),
  paths: z.array(pathPattern).min(1).max(100).optional().describe("Paths, one of which has changed."),
  comment: z
    .strictObject({
      command: z
        .string()
        .max(100)
        .regex(
          /^\/[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)?$/,
          "must be / and a word or two, such as /identikit fix",
        )
        .describe("The first line of the comment, up to its arguments."),
    })
    .optional()
    .describe("A command in a comment; an edited comment never counts."),
  workflows: globs("Names of workflows, for workflow_run."),
  conclusions: globs("What the workflow run came to, such as failure."),
  forks: z
    .enum(["never", "untrusted", "only"])
    .default("never")
    .describe(
      "Whether events of forks count, or with only nothing else; their runs are untrusted, and start after a person's approval.",
    ),
  drafts: z.boolean().default(false).describe("Whether draft pull requests count."),
  bots: z.boolean().default(false).describe("Whether events that bots caused count."),
});

/** What makes two events one where a rule says nothing else: the same thing at the same commit. */
export const usualDedupeKey = ["rule", "repository", "number", "head"] as const;

/** What a rule's texts may name: facts of the event, by path. There is no logic in it. */
export const placeholderText = z
  .string()
  .min(1)
  .max(10_000)
  .describe("Text; ${event.NAME} is replaced by a fact of the event.");

/** Which events start which stack. */
export const agentTriggerRule = defineKind({
  kind: "AgentTriggerRule",
  plural: "agenttriggerrules",
  shortNames: ["rule", "rules"],
  storage: "config",
  summary: "Which events start which stack, for what task, how often, and what its runs may write back.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    lifecycle: z
      .enum(["Draft", "Active", "Paused", "Disabled", "Archived"])
      .default("Active")
      .describe("Whether it is in force. Draft and Paused record what would have happened."),
    sources: z.array(eventSource).min(1).max(20).describe("The kinds of event."),
    schedule: z
      .string()
      .max(100)
      .regex(/^\S+( \S+){4}$/, "must be five fields as in cron, in UTC")
      .optional()
      .describe("For schedule: when, as five fields of cron, in UTC."),
    match: triggerMatch
      .optional()
      .describe("What an event has to be; everything of these sources if left out."),
    agentStack: referenceTo("The stack that is dispatched"),
    taskKind: objectName.describe("The kind of task."),
    prompt: placeholderText.optional(),
    contextLabels: names("The context labels that its runs get"),
    dedupePolicy: z
      .strictObject({
        key: z
          .array(
            z.enum([
              "rule",
              "repository",
              "ref",
              "head",
              "number",
              "action",
              "label",
              "actor",
              "workflow",
              "job",
              "check",
              "failure",
              "day",
            ]),
          )
          .min(1)
          .max(13)
          .default([...usualDedupeKey])
          .describe("The facts that make two events one."),
        window: span
          .optional()
          .describe("How long the key counts; as long as the run is not over if left out."),
      })
      .optional()
      .describe("When an event joins a run that is there; by the usual key if left out."),
    concurrencyPolicy: z
      .strictObject({
        group: z
          .array(z.enum(["rule", "repository", "ref", "number", "actor"]))
          .max(5)
          .default(["rule", "repository", "ref"])
          .describe("Runs that share these count together."),
        limit: z.int().min(1).max(1000).default(1).describe("How many may be under way."),
        whenFull: z
          .enum(["queue", "coalesce", "reject", "cancel_oldest"])
          .default("queue")
          .describe("What becomes of one more."),
      })
      .optional()
      .describe("How many runs at the same time; any number if left out."),
    approval: z
      .enum(["none", "required"])
      .default("none")
      .describe("Whether a person approves each dispatch; untrusted work always needs it."),
    workItem: z
      .strictObject({
        mode: z
          .enum(["create", "update"])
          .describe("Whether a work item is made, or one that is there is linked."),
        state: z
          .string()
          .min(1)
          .max(100)
          .optional()
          .describe("The column of the board, which is a label of the forge."),
        limits: z
          .array(
            z.strictObject({
              state: z.string().min(1).max(100).describe("The column."),
              most: z.int().min(1).max(1000).describe("How many work items it takes."),
            }),
          )
          .max(50)
          .optional()
          .describe(
            "Columns of the boards of the rule's repositories that take so many work items: no write-back moves more into one.",
          ),
      })
      .optional()
      .describe("The work item of its runs."),
    writeBack: writeBackPolicy
      .optional()
      .describe("What its runs may write back, of what the stack allows; nothing if left out."),
  }),
  status: z.strictObject({
    phase: z
      .enum(["Draft", "Active", "Paused", "Disabled", "Archived", "Invalid"])
      .optional()
      .describe("Whether it is in force."),
    ...statusFields,
    executions: z
      .strictObject({
        created: z.int().min(0).describe("Events that made a run."),
        coalesced: z.int().min(0).describe("Events that joined one."),
        rejected: z.int().min(0).describe("Events that were refused."),
        waiting: z.int().min(0).describe("Events that wait for a person."),
      })
      .optional()
      .describe("What came of its events."),
    lastExecution: objectName.optional().describe("The newest execution."),
    lastExecutionTime: timestamp.optional().describe("When that was."),
    lastSchedule: timestamp.optional().describe("The last time of its schedule that was looked at."),
  }),
  phases: {
    Draft: "It is being written: events are recorded, nothing starts.",
    Active: "Its events start runs.",
    Paused: "A person has stopped it for a while: events are recorded, nothing starts.",
    Disabled: "Its events are ignored.",
    Archived: "It is kept for its history.",
    Invalid: "It names what does not exist.",
  },
  conditions: { Resolved: "What it names exists.", Schedulable: "Its schedule can be read." },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Stack", path: ".spec.agentStack" },
    { name: "Sources", path: ".spec.sources" },
    { name: "Last", path: ".status.lastExecutionTime", type: "date" },
  ],
  example: {
    name: "fix-on-label",
    spec: {
      sources: ["label"],
      match: { actions: ["labeled"], labels: ["agent:fix"] },
      agentStack: "fixer",
      taskKind: "fix",
      writeBack: [{ action: "pull_request" }],
    },
  },
});
