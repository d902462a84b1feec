import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { text } from "../options/option.ts";

const options = declareOptions(() => ({
  to: text("DIR", "A directory to write one file a kind into; standard output as one stream if left out."),
}));

export type CrdsCommandOptions = OptionsOf<typeof options>;

export const crds = defineCommand({
  name: "crds",
  summary: "Write the CustomResourceDefinitions of all kinds, for clusters that keep the same objects.",
  example: "identikit crds | kubectl apply -f -",
  options,
  body: () => import("./body.ts"),
});
