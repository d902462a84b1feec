import { declareOptions, defineCommand, type OptionsOf } from "../commands/command.ts";
import { text } from "../commands/options/option.ts";
import { rootOption } from "../commands/options/root.ts";
import { hostTokenInput } from "./around/host-token.ts";
import type { Action } from "./frame/action.ts";

const options = declareOptions(() => ({
  base: text("REF", "What the change is held against; the event's own base if left out."),
  head: text("REF", "The commit that is looked at; the event's own head if left out."),
  ...rootOption(),
}));

export type DetectChangesOptions = OptionsOf<typeof options>;

const command = defineCommand({
  name: "detect-changes",
  summary: "Say which areas of the repository a change touches",
  example: "only as an action",
  options,
  body: () => import("./detect-changes/body.ts"),
});

export const action: Action = {
  name: "detect-changes",
  description:
    "Say which areas of the repository a change touches, so that jobs can be skipped while their check is reported.",
  command,
  around: [hostTokenInput],
  namedByUser: ({ outputs: { areas } }) =>
    Object.fromEntries(
      Object.entries(typeof areas === "object" ? (areas ?? {}) : {}).map(([name, is]) => [name, String(is)]),
    ),
  outputs: {
    areas:
      "Each area of `changes.areas` with `true` or `false`, as JSON; each is an output of its own name, too.",
    changed: "Whether any area is touched.",
  },
};
