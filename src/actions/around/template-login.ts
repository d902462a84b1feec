import { z } from "zod/mini";
import { declareOptions } from "../../commands/command.ts";
import { option, text } from "../../commands/options/option.ts";
import { type Around, defineAround } from "../frame/action.ts";

const inputs = declareOptions(() => ({
  giteaUrl: option(z.optional(z.url({ protocol: /^https?$/ })), {
    kind: "text",
    value: "URL",
    description:
      "The Gitea server that templates named `owner/repo` are on; the variable IDENTIKIT_GITEA_URL if left out.",
  }),
  templateToken: text(
    "SECRET",
    "A token that may read the templates' repositories on that server, from a secret; IDENTIKIT_TEMPLATE_TOKEN if left out.",
  ),
  githubToken: text("SECRET", "The same for templates on GitHub; IDENTIKIT_GITHUB_TOKEN if left out."),
}));

/** The server and the tokens that templates are read with, as inputs; without them it is the environment that says it. */
export const templateLogin: Around = defineAround({
  inputs,
  equip: (context, { giteaUrl, templateToken, githubToken }) => {
    const given: [string, string | undefined][] = [
      ["IDENTIKIT_GITEA_URL", giteaUrl],
      ["IDENTIKIT_TEMPLATE_TOKEN", templateToken],
      ["IDENTIKIT_GITHUB_TOKEN", githubToken],
    ];
    for (const token of [templateToken, githubToken]) if (token !== undefined) context.log.mask(token);
    const set = given.filter(([, value]) => value !== undefined);
    return set.length === 0 ? context : { ...context, env: { ...context.env, ...Object.fromEntries(set) } };
  },
});
