import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, option, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  name: positional(text("NAME", "Only reads of this secret.")),
  agent: text("AGENT", "Only reads for this agent."),
  limit: option(z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(1_000_000)), 1000), {
    kind: "text",
    value: "N",
    description: "The newest N reads.",
  }),
  verify: flag("Check the hash chains of the whole log instead; exit code 2 where it was changed."),
  expect: text(
    "HEADS",
    "With --verify: the heads that an earlier check printed, or a file that holds them; finds an end that was cut off.",
  ),
  export: flag("Print the whole log with its chains instead, as JSON lines."),
  ...rootOption(),
  ...databaseOption(),
}));

export type SecretLogCommandOptions = OptionsOf<typeof options>;

export const secretLog = defineCommand({
  name: "secret log",
  summary: "Show who read which secret for which agent, when and why; verify or export that log.",
  example: "identikit secret log FORGE_TOKEN --limit 20",
  options,
  body: () => import("./body.ts"),
});
