import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions, personOptions } from "../options/access.ts";
import { workspaceActionWords } from "../options/closed-words.ts";
import { option, positional, text } from "../options/option.ts";

const options = declareOptions(() => ({
  name: positional(text("NAME", "The workspace; all of the organisation's if left out.")),
  act: option(z.optional(z.enum(workspaceActionWords)), {
    kind: "text",
    value: "ACTION",
    description: `Asks for something to be done with it: ${workspaceActionWords.join(", ")}.`,
  }),
  text: text(
    "TEXT",
    "What is said with it: the notes, the path that is linked, or `base` to recover without changes.",
  ),
  ...personOptions(),
  host: text(
    "DIR",
    "The folder of this machine that holds workspaces: does what was admitted for them, removes those whose time is over, and reports how they are. With `--act recover` the workspace becomes this machine's, whichever held it before.",
  ),
  hostName: text("NAME", "This machine, as the records of workspaces name it; its host name if left out."),
  repositoryUrl: text(
    "URL",
    "Where repositories are, with {repository} for OWNER/REPO, such as /srv/git/{repository}.git; the CI host's if left out.",
  ),
  ...accessOptions(),
}));

export type WorkspacesOptions = OptionsOf<typeof options>;

export const workspaces = defineCommand({
  name: "workspaces",
  summary: "Show where agents work, those first that need somebody, and act on them.",
  example:
    "identikit workspaces berths-12 --act rebase-start --as mira --as-group forge:write:tidewater/berths",
  options,
  body: () => import("./body.ts"),
});
