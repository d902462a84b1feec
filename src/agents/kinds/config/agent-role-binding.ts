import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, objectName, repositoryPattern } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** Who rights and grants are given to. */
export const subject = z.strictObject({
  kind: z
    .enum(["User", "Group", "ServiceAccount"])
    .describe(
      "A login of the forge; a team or a permission on a repository; a service account of the organisation.",
    ),
  name: z
    .string()
    .min(1)
    .max(253)
    .describe("The login; ORGANISATION/TEAM or forge:write:OWNER/REPO; the service account's name."),
});
export type RoleSubject = z.output<typeof subject>;

/** Gives a role to somebody. */
export const agentRoleBinding = defineKind({
  kind: "AgentRoleBinding",
  plural: "agentrolebindings",
  storage: "config",
  summary:
    "Gives the rights of a role to a user, a group or a service account, in an organisation or for some repositories.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    subject: subject.describe("Who gets the rights."),
    roleRef: z
      .strictObject({
        kind: z
          .enum(["AgentRole", "RoleTemplate"])
          .describe("A role of the organisation, or one that Identikit ships."),
        name: objectName.describe("Its name."),
      })
      .describe("The role; another one needs another binding."),
    scope: z
      .strictObject({
        kind: z
          .enum(["Organization", "Repositories", "AllOrganizations"])
          .describe("The binding's organisation, some of its repositories, or every organisation."),
        repositories: z
          .array(repositoryPattern)
          .min(1)
          .max(200)
          .optional()
          .describe("For Repositories: which."),
      })
      .describe("Where the rights hold."),
  }),
  status: z.strictObject(statusFields),
  conditions: { InSync: "It equals what the repository declares." },
  columns: [
    { name: "Subject", path: ".spec.subject.name" },
    { name: "Role", path: ".spec.roleRef.name" },
    { name: "Scope", path: ".spec.scope.kind" },
  ],
  immutable: [".spec.roleRef"],
  example: {
    name: "maintainers-run-fixer",
    spec: {
      subject: { kind: "Group", name: "tidewater/maintainers" },
      roleRef: { kind: "AgentRole", name: "run-fixer" },
      scope: { kind: "Organization" },
    },
  },
});
