import { z } from "zod";
import { defineCommand } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { choice, flag, option, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = z.object({
  base: option(z.string().min(1).default("scratch"), {
    kind: "text",
    value: "REF",
    description: "The image that the identity is put on.",
  }),
  to: text("REPO", "Where the image is published; an OCI layout under .identikit if left out."),
  envRoot: text("DIR", "Where the env directories go; the setting envRoot (.identikit/env) if left out."),
  locked: flag("Fetch only what identikit.lock says, and refuse anything else."),
  onMissingSecret: choice(["fail", "skip"], "fail", "Fail, or leave the agent out and go on."),
  ...rootOption,
  ...databaseOption,
});

export type PipelineCommandOptions = z.output<typeof options>;

export const pipeline = defineCommand({
  name: "pipeline",
  summary:
    "Run the whole chain on the embedded defaults: fetch, sync, bake, gate, export, import, render, publish.",
  example: "identikit pipeline --root examples/fleet",
  options,
  body: () => import("./body.ts"),
});
