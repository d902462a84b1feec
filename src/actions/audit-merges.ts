import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../commands/command.ts";
import { flag, option, text } from "../commands/options/option.ts";
import { reportOptions } from "../commands/options/report.ts";
import { rootOption } from "../commands/options/root.ts";
import { hostTokenInput } from "./around/host-token.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

const options = declareOptions(() => ({
  branch: text("NAME", "The branch whose merges are judged; the run's own if left out."),
  days: option(z._default(z.string().check(z.regex(/^[1-9]\d{0,2}$/, "must be a number of days")), "7"), {
    kind: "text",
    value: "DAYS",
    description: "How far back merges are judged.",
  }),
  issue: flag("Keep one issue with what was found up to date."),
  ...reportOptions(),
  ...rootOption(),
}));

export type AuditMergesOptions = OptionsOf<typeof options>;

const command = defineCommand({
  name: "audit-merges",
  summary: "Judge again what was merged",
  example: "only as an action",
  options,
  body: () => import("./audit-merges/body.ts"),
});

export const action: Action = {
  name: "audit-merges",
  description:
    "Judge every merge again by the rules that its base branch had, and name what went around them.",
  command,
  around: [hostTokenInput],
  runnerDefaults: (env) => ({
    report: temporaryFile(env, "audit-merges.json"),
    sarif: temporaryFile(env, "audit-merges.sarif"),
  }),
  outputs: {
    result: "`clean`, `drift` (a merge went around a rule) or `unverified`.",
    findings: "How many findings there are.",
    merges: "How many pull requests were judged.",
    report: "The path of the report, as JSON.",
    sarif: "The path of the report, as SARIF 2.1.0.",
  },
};
