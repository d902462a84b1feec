import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({ ...rootOption(), ...databaseOption() }));

export type AuditExportOptions = OptionsOf<typeof options>;

export const auditExport = defineCommand({
  name: "audit export",
  summary: "Print the audit of agent runs with its chain, as JSON lines: who had what done, with what.",
  example: "identikit audit export > audit.jsonl",
  options,
  body: () => import("./body.ts"),
});
