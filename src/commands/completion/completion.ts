import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { option, positional } from "../options/option.ts";

/** The shells that scripts are written for. */
export const shells = ["bash", "zsh", "fish"] as const;

const options = declareOptions(() => ({
  shell: positional(
    option(z.enum(shells), { kind: "text", value: shells.join("|"), description: "The shell." }),
  ),
}));

export type CompletionCommandOptions = OptionsOf<typeof options>;

export const completion = defineCommand({
  name: "completion",
  summary: "Print a script that lets a shell complete commands, options and their values.",
  example: 'eval "$(identikit completion bash)"',
  options,
  body: () => import("./body.ts"),
});
