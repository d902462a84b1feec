import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions } from "../options/access.ts";
import { flag, option, text } from "../options/option.ts";
import { runNameOption } from "../options/run.ts";

const number = (least: number, initial: number, description: string) =>
  option(z._default(z.coerce.number().check(z.int(), z.gte(least)), initial), {
    kind: "text",
    value: "N",
    description,
  });

const options = declareOptions(() => ({
  ...runNameOption(),
  attempt: text("NAME", "The attempt; the one that counts if left out."),
  after: number(0, 0, "Only events with a greater number."),
  limit: number(1, 500, "Events at most; --follow has no bound."),
  follow: flag("Goes on until the attempt is over, and prints each event as it comes."),
  ...accessOptions(),
}));

export type RunsEventsOptions = OptionsOf<typeof options>;

export const runsEvents = defineCommand({
  name: "runs events",
  summary: "Show what happened in a run, event by event, while it works or afterwards.",
  example: "identikit runs events run-0f3a --after 120 --follow",
  options,
  body: () => import("./body.ts"),
});
