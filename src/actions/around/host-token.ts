import { z } from "zod/mini";
import { declareOptions } from "../../commands/command.ts";
import { hostTokenVariable } from "../../commands/options/host-token.ts";
import { option } from "../../commands/options/option.ts";
import { type Around, defineAround } from "../frame/action.ts";

const inputs = declareOptions(() => ({
  token: option(z.optional(z.string()), {
    kind: "text",
    description:
      "The token that reads pull requests, reviews and checks, and sets statuses; the job's own suffices but for teams.",
    expression: "${{ github.token }}",
  }),
}));

/** The token for the CI host, handed to the command where a person would set a variable. */
export const hostTokenInput: Around = defineAround({
  inputs,
  equip: (context, { token }) =>
    token === undefined ? context : { ...context, env: { ...context.env, [hostTokenVariable]: token } },
});
