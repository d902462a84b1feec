import { reconcile } from "../jobs/reconcile.ts";
import { type Action, temporaryFile } from "./action.ts";
import { announcing } from "./around/announce.ts";

export const action: Action = {
  name: "reconcile",
  description: "Find what drifted in agents' env directories since they were written, and repair it.",
  job: reconcile,
  around: [announcing("reconcile", "reconcile")],
  runnerDefaults: (env) => ({ report: temporaryFile(env, "reconcile.json") }),
  outputs: {
    result: "`clean`, `drift` or `unverified`; `clean` where all that drifted was repaired.",
    drifted: "How many env directories had drifted.",
    repaired: "How many of them were repaired.",
    report: "The path of the report, as JSON.",
  },
};
