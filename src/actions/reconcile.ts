import { reconcile } from "../commands/reconcile/reconcile.ts";
import { announcing } from "./around/announcing/announcing.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "reconcile",
  description:
    "Compare agents' env directories with what was written and what should be there, and repair them.",
  command: reconcile,
  around: [announcing("reconcile", "reconcile")],
  runnerDefaults: (env) => ({
    report: temporaryFile(env, "reconcile.json"),
    sarif: temporaryFile(env, "reconcile.sarif"),
    accessLog: temporaryFile(env, "secret-access.jsonl"),
  }),
  outputs: {
    result: "`clean`, `drift` or `unverified`; drift that was fully repaired is `clean`.",
    drifted: "How many env directories had drifted.",
    repaired: "How many of them were repaired.",
    report: "The path of the report, as JSON.",
  },
};
