import { render } from "../commands/render/render.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "render-env",
  description: "Bring agents' env directories to what the config says, every secret read accounted for.",
  command: render,
  runnerDefaults: (env) => ({ accessLog: temporaryFile(env, "secret-access.jsonl") }),
  outputs: {
    path: "The directory of the env directories.",
    rendered: "How many agents were rendered.",
    unchanged: "How many agents were as they should be already.",
    skipped: "How many agents were left as they were, since a secret is missing.",
    "access-log": "The path of the reads of secrets, as JSON lines.",
  },
};
