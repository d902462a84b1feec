import { configSync } from "../commands/config-sync/config-sync.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "sync-config",
  description:
    "Bring agent types, agents and the builtin scope of the config database to what the repository says.",
  command: configSync,
  outputs: {
    changes: "How many rows were created, changed or deleted.",
    agents: "The agents that are to be rendered for it, as a JSON list.",
    "object-changes": "How many objects of the agent platform were created, changed or deleted.",
    objects: "Those objects with the fields that changed, as a JSON list.",
  },
};
