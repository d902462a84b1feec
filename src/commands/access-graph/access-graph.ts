import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions } from "../options/access.ts";
import { choice, list } from "../options/option.ts";

const options = declareOptions(() => ({
  format: choice(["text", "mermaid", "dot"], "text", "The form: lines, a Mermaid flowchart, or Graphviz."),
  repository: list(
    "OWNER/REPO",
    "A repository whose permissions on the forge are shown, too, with the roles that they give.",
  ),
  ...accessOptions(),
}));

export type AccessGraphOptions = OptionsOf<typeof options>;

export const accessGraph = defineCommand({
  name: "access graph",
  summary:
    "Show who has which role and is given what, and where that differs from what the repository declares.",
  example: "identikit access graph --format mermaid",
  options,
  body: () => import("./body.ts"),
});
