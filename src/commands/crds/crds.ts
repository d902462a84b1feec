import { z } from "zod";
import { defineCommand } from "../command.ts";
import { text } from "../options/option.ts";

const options = z.object({
  to: text("DIR", "A directory to write one file a kind into; standard output as one stream if left out."),
});

export type CrdsCommandOptions = z.output<typeof options>;

export const crds = defineCommand({
  name: "crds",
  summary: "Write the CustomResourceDefinitions of all kinds, for clusters that keep the same objects.",
  example: "identikit crds | kubectl apply -f -",
  options,
  body: () => import("./body.ts"),
});
