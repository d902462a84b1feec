import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions, asGroupOption } from "../options/access.ts";
import { flag, list, option, text } from "../options/option.ts";

const span = /^([1-9]\d{0,4})(m|h|d)$/;

const options = declareOptions(() => ({
  to: text("FILE", "The file that is written, for its owner only; .identikit/kubeconfig if left out."),
  server: option(z._default(z.string().check(z.minLength(1)), "http://127.0.0.1:7411"), {
    kind: "text",
    value: "URL",
    description: "Where identikit serve listens: http on this machine, https elsewhere.",
  }),
  as: text("LOGIN", "Whose token it is, as the forge knows them; in CI who started the job, if left out."),
  ...asGroupOption(),
  serviceAccount: text("NAME", "A service account instead of a person."),
  validFor: option(
    z._default(z.string().check(z.regex(span, "must be a span such as 90m, 12h or 30d")), "12h"),
    {
      kind: "text",
      value: "SPAN",
      description: "How long the token is good for, 90 days at most.",
    },
  ),
  scope: list(
    "SCOPE",
    "What the token is good for and no more: read, read:KIND or write:KIND with the plural of a kind, or an action such as dispatch or approve. Everything that its holder may do if left out.",
  ),
  withdraw: flag("Takes all tokens of theirs away, and writes nothing."),
  ...accessOptions(),
}));

export type KubeconfigCommandOptions = OptionsOf<typeof options>;

export const kubeconfig = defineCommand({
  name: "kubeconfig",
  summary: "Write the file by which kubectl finds a server of ours, with a new token in it.",
  example: "identikit kubeconfig --as mira --as-group forge:maintain:tidewater/fleet",
  options,
  body: () => import("./body.ts"),
});
