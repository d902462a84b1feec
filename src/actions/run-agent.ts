import { runAgents } from "../commands/run/run.ts";
import { fetching, storingBundle } from "./around/artifacts/artifacts.ts";
import { hostTokenInput } from "./around/host-token.ts";
import { poolKeyInputs } from "./around/pool-keys.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "run-agent",
  description: "Run the agent of a signed ticket, and store what came of it as a run bundle.",
  command: runAgents,
  around: [poolKeyInputs, hostTokenInput, fetching("tickets"), storingBundle("bundle")],
  runnerDefaults: (env) => ({ bundles: temporaryFile(env, "bundles") }),
  outputs: {
    run: "The run; the first of several.",
    attempt: "Its attempt.",
    phase: "`Succeeded`, `Failed`, `Cancelled`, or `Waiting` for a person.",
    bundle: "The path of the run bundle: what is stored as the artifact, and what write-back takes in.",
    report: "The path of the report for people, one HTML file beside the run bundle.",
    bundles: "The paths of all run bundles, as JSON.",
    "artifact-id": "The id of the artifact.",
    "artifact-digest": "The digest of the bundle in the artifact; what a later job checks it against.",
  },
};
