import { check } from "../commands/check/check.ts";
import { announcing } from "./around/announcing/announcing.ts";
import { registryLogin } from "./around/registry-login.ts";
import { templateLogin } from "./around/template-login.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "check",
  description:
    "What a pull request asks, in one step: would this change be shipped whole, and what will it change for whom?",
  command: check,
  around: [templateLogin, registryLogin, announcing("check", "check")],
  runnerDefaults: (env) => ({
    report: temporaryFile(env, "check.json"),
    sarif: temporaryFile(env, "check.sarif"),
  }),
  outputs: {
    templates:
      "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
    result: "`clean`, `drift` (it would not be shipped whole) or `unverified`.",
    "candidate-digest": "The digest of the image that main would publish; empty where it could not be baked.",
    findings: "How many findings there are.",
    changes: "What will change, as JSON: `identityFiles`, `agents`, `rows`, `rowCount`.",
    report: "The path of the report, as JSON.",
    sarif: "The path of the report, as SARIF 2.1.0.",
  },
};
