import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, list, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  bundle: positional(list("FILE", "Run bundles to take in, as run-agent wrote them.")),
  pending: flag("Do what is due without a bundle, such as what was approved meanwhile."),
  memory: text(
    "DIR",
    "A checkout of the memory repository, with its history: links of proposals are checked in it.",
  ),
  author: text("NAME <EMAIL>", "Whose commits they are; identikit if left out."),
  signingKey: text(
    "FILE",
    "An ssh private key that commits are signed with; they are not signed if left out.",
  ),
  ...rootOption(),
  ...databaseOption(),
}));

export type WriteBackCommandOptions = OptionsOf<typeof options>;

export const writeBack = defineCommand({
  name: "write-back",
  summary:
    "Take in what runs brought back, and write to the forge what policies or people allow, each thing once.",
  example: "identikit write-back run-0f3a-1.tar",
  options,
  body: () => import("./body.ts"),
});
