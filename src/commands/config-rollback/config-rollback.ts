import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  point: positional(
    requiredText(
      "POINT",
      "An entry of config history (0 is the state before the first), or a time such as 2026-07-01T09:30:00Z. Later changes are taken back.",
    ),
  ),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigRollbackCommandOptions = OptionsOf<typeof options>;

export const configRollback = defineCommand({
  name: "config rollback",
  summary:
    "Give the rows of the config database the content that they had after an entry of the history or at a time.",
  example: "identikit config rollback 12 --dry-run",
  options,
  body: () => import("./body.ts"),
});
