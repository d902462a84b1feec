import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../commands/command.ts";
import { option, text } from "../commands/options/option.ts";
import { reportOptions } from "../commands/options/report.ts";
import { hostTokenInput } from "./around/host-token.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

const options = declareOptions(() => ({
  after: option(
    z._default(z.string().check(z.regex(/^[1-9]\d{0,4}$/, "must be a number of minutes")), "120"),
    {
      kind: "text",
      value: "MINUTES",
      description: "How long a status may be pending.",
    },
  ),
  context: option(z._default(z.array(z.string().check(z.minLength(1))), ["identikit/*"]), {
    kind: "list",
    value: "NAME",
    description: "Statuses that are looked at; * stands for any part of a name.",
  }),
  except: option(z._default(z.array(z.string().check(z.minLength(1))), ["identikit/change/all-required"]), {
    kind: "list",
    value: "NAME",
    description: "Statuses that wait for others, and are left alone.",
  }),
  branch: text("NAME", "A branch whose newest commit is looked at, too; the run's own if left out."),
  ...reportOptions(),
}));

export type ReapStatusesOptions = OptionsOf<typeof options>;

const command = defineCommand({
  name: "reap-statuses",
  summary: "End the pending statuses of runs that are over",
  example: "only as an action",
  options,
  body: () => import("./reap-statuses/body.ts"),
});

export const action: Action = {
  name: "reap-statuses",
  description:
    "End statuses that are pending although their run is over: they become errors, which can be seen.",
  command,
  around: [hostTokenInput],
  runnerDefaults: (env) => ({ report: temporaryFile(env, "reap-statuses.json") }),
  outputs: {
    result: "`clean`, `drift` (a status could not be ended) or `unverified`.",
    reaped: "How many statuses were ended.",
    report: "The path of the report, as JSON.",
  },
};
