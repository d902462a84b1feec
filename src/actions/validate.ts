import { validate } from "../commands/validate/validate.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "validate",
  description:
    "Find every mistake in a repository or a template, with remarks on the lines where they stand.",
  command: validate,
  without: ["watch"],
  runnerDefaults: (env) => ({
    report: temporaryFile(env, "validate.json"),
    sarif: temporaryFile(env, "validate.sarif"),
  }),
  outputs: {
    result: "`clean`, `drift` (there are mistakes) or `unverified` (something could not be read).",
    findings: "How many findings there are.",
    report: "The path of the report, as JSON.",
    sarif: "The path of the report, as SARIF 2.1.0.",
  },
};
