import { fetch } from "../commands/fetch/fetch.ts";
import { templateLogin } from "./around/template-login.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "fetch-template",
  description: "Bring templates' assets from their repositories into the workspace, checked and pinned.",
  command: fetch,
  around: [templateLogin],
  outputs: {
    path: "Where the assets lie: the template's directory, or the directory above several.",
    commit: "The commit of a single template; empty for a plain directory.",
    "tree-digest": "The digest of a single template's assets.",
    files: "How many assets a single template has.",
  },
};
