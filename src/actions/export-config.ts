import { configExport } from "../commands/config-export/config-export.ts";
import { storing } from "./around/artifacts/artifacts.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "export-config",
  description: "Write the config database as one canonical bundle and store it as an artifact of the run.",
  command: configExport,
  around: [storing("bundle")],
  runnerDefaults: (env) => ({ to: temporaryFile(env, "config.bundle") }),
  outputs: {
    bundle: "The path of the bundle.",
    digest: "The digest of the whole bundle: equal rows, equal digest.",
    "artifact-id": "The id of the artifact.",
    "artifact-digest": "The digest of the bundle's file; what a later job checks the artifact against.",
  },
};
