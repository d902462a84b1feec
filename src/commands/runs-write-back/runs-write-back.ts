import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { text } from "../options/option.ts";
import { runActionOptions } from "../options/run.ts";

const options = declareOptions(() => ({
  ...runActionOptions(),
  request: text(
    "JSON",
    'What is to be written, as a line of an outbox says it, such as {"type":"comment","body":"Done."}; standard input if left out.',
  ),
}));

export type RunsWriteBackOptions = OptionsOf<typeof options>;

export const runsWriteBack = defineCommand({
  name: "runs write-back",
  summary:
    "Ask for something of a run to be written to the forge; its rule, its stack and people decide as usual.",
  example:
    'identikit runs write-back run-0f3a --request \'{"type":"branch"}\' --as mira --as-group forge:write:tidewater/berths',
  options,
  body: () => import("./body.ts"),
});
