import { configImport } from "../commands/config-import/config-import.ts";
import { fetching } from "./around/artifacts/artifacts.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "import-config",
  description: "Apply a config bundle, from a path or an artifact of the run, in one transaction.",
  command: configImport,
  around: [fetching("file")],
  outputs: {
    changes: "How many rows were created, changed or deleted.",
    agents: "The agents that are to be rendered for it, as a JSON list.",
  },
};
