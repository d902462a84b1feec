import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  expect: text(
    "HEADS",
    "The heads that an earlier check printed, or a file that holds them; finds an end that was cut off.",
  ),
  ...rootOption(),
  ...databaseOption(),
}));

export type AuditVerifyOptions = OptionsOf<typeof options>;

export const auditVerify = defineCommand({
  name: "audit verify",
  summary:
    "Check the hash chain of the audit of agent runs; exit code 2 where it was changed, 1 where that cannot be told.",
  example: "identikit audit verify --expect audit.heads",
  options,
  body: () => import("./body.ts"),
});
