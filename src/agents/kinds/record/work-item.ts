import { z } from "zod";
import { statusFields } from "../condition.ts";
import { forgeTarget, objectName, referenceTo, repositoryName } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** A piece of work as the forge has it, with what agents do about it. */
export const workItem = defineKind({
  kind: "WorkItem",
  plural: "workitems",
  storage: "record",
  summary: "An issue or pull request of the forge, as far as agents work on it.",
  spec: z.strictObject({
    repository: repositoryName.describe("Its repository."),
    target: forgeTarget.describe("The object of the forge."),
    title: z.string().max(300).optional().describe("What it is about."),
    state: z.string().max(100).optional().describe("Its column of the board, which is a label of the forge."),
    parent: referenceTo("The work item that it is a part of").optional(),
    runs: z.array(objectName).max(1000).optional().describe("The runs that work on it."),
  }),
  status: z.strictObject({
    phase: z.enum(["Open", "InProgress", "Done"]).optional().describe("How far it is."),
    ...statusFields,
  }),
  phases: {
    Open: "No run works on it.",
    InProgress: "A run works on it.",
    Done: "It is closed on the forge.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Repository", path: ".spec.repository" },
    { name: "Item", path: ".spec.target.id" },
  ],
  example: {
    name: "berths-12",
    spec: { repository: "tidewater/berths", target: { kind: "issue", id: "12" } },
  },
});

const links = (kind: string, plural: string, other: string, summary: string) =>
  defineKind({
    kind,
    plural,
    storage: "record",
    summary,
    spec: z.strictObject({
      workItem: referenceTo("The work item"),
      [other]: referenceTo(`The ${other}`),
      relation: z.enum(["owns", "references"]).default("references").describe("What it is to it."),
    }),
    status: z.strictObject(statusFields),
    columns: [
      { name: "Work item", path: ".spec.workItem" },
      { name: "Other", path: `.spec.${other}` },
    ],
    immutable: [".spec"],
    example: { name: "berths-12", spec: { workItem: "berths-12", [other]: "berths-12" } },
  });

/** A work item and a workspace that is made for it. */
export const workItemWorkspaceLink = links(
  "WorkItemWorkspaceLink",
  "workitemworkspacelinks",
  "workspace",
  "Says which workspace belongs to which work item.",
);

/** A work item and a conversation about it. */
export const workItemSessionLink = links(
  "WorkItemSessionLink",
  "workitemsessionlinks",
  "session",
  "Says which session is about which work item.",
);
