import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { envOptions } from "../options/env-directories.ts";
import { choice, flag, list, positional, program, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { networkOptions } from "../options/servers.ts";

const options = declareOptions(() => {
  const { envRoot, accessor, events, accessLog } = envOptions();
  return {
    name: positional(requiredText("NAME", "A template of the manifest, or a runtime that one serves.")),
    program: program("After --: the program that takes this process's place, with its arguments."),
    volume: requiredText("DIR", "The data volume."),
    agent: text("NAME", "The agent whose env directory is rendered; none is rendered if left out."),
    identity: text(
      "DIR",
      "Where the identity lies in the image; the setting identity.destination if left out.",
    ),
    secrets: text(
      "DIR",
      "Bootstrap secrets: one file each, named as the variable that would hold it, such as IDENTIKIT_TEMPLATE_TOKEN.",
    ),
    secretVariable: list(
      "VARIABLE",
      "A bootstrap secret in the environment. Variables of this kind that are not named are not read.",
    ),
    locked: flag("Deliver only what identikit.lock says, and refuse anything else."),
    strict: flag("Make a card that does not name the skills that are delivered an error."),
    envRoot,
    accessor,
    events,
    accessLog,
    onMissingSecret: choice(
      ["skip", "fail"],
      "skip",
      "A missing secret leaves the agent with the files of its last render, and is reported; or it keeps the agent from starting.",
    ),
    ...networkOptions(),
    ...rootOption(),
    ...databaseOption(),
  };
});

export type BootCommandOptions = OptionsOf<typeof options>;

export const boot = defineCommand({
  name: "boot",
  summary:
    "Start an agent: deliver its template or fall back to the identity in the image, render, run the program.",
  example:
    "identikit boot platform-agent --volume /configs --agent concierge --secrets /run/secrets -- agent serve",
  options,
  body: () => import("./body.ts"),
});
