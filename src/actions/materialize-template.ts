import { materialize } from "../commands/materialize/materialize.ts";
import { templateLogin } from "./around/template-login.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "materialize-template",
  description: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
  command: materialize,
  around: [templateLogin],
  outputs: {
    result: "`delivered`, `unchanged` or `skipped`.",
    written: "How many files were written.",
    removed: "How many files were removed.",
    skills:
      "How `agent_card.skills` compares with the skills that were delivered: JSON with `delivered`, `listed`, `unlisted`, `missing`, `warning`.",
  },
};
