import { gate } from "../commands/gate/gate.ts";
import { announcing } from "./around/announcing/announcing.ts";
import { registryLogin } from "./around/registry-login.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "drift-gate",
  description: "Prove that an image's identity is byte for byte the template's; fail on drift and on doubt.",
  command: gate,
  around: [registryLogin, announcing("drift-gate", "gate")],
  runnerDefaults: (env) => ({
    report: temporaryFile(env, "drift-gate.json"),
    sarif: temporaryFile(env, "drift-gate.sarif"),
  }),
  outputs: {
    templates:
      "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
    result: "`clean`, `drift` or `unverified`.",
    findings: "How many findings there are.",
    changes: "What the candidate will change in the published images, as JSON; empty without `published`.",
    report: "The path of the report, as JSON.",
    sarif: "The path of the report, as SARIF 2.1.0.",
  },
};
