import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { option, text } from "../options/option.ts";

const options = declareOptions(() => ({
  id: option(
    z.optional(
      z
        .string()
        .check(
          z.regex(
            /^[A-Za-z0-9._-]{1,64}$/,
            "Must be letters, digits, dots, dashes and underscores, 64 at most",
          ),
        ),
    ),
    {
      kind: "text",
      value: "ID",
      description: "The key's id; the present date if left out, such as key-2026-01-31.",
    },
  ),
  to: text(
    "FILE",
    "Write the key to FILE, mode 0600, which must not exist yet; standard output if left out.",
  ),
}));

export type SecretKeygenCommandOptions = OptionsOf<typeof options>;

export const secretKeygen = defineCommand({
  name: "secret keygen",
  summary: "Make a new key for secrets, in the form that IDENTIKIT_SECRET_KEYS and key files take.",
  example: "identikit secret keygen --to secret.keys",
  options,
  body: () => import("./body.ts"),
});
