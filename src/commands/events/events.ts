import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { choice, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  listen: requiredText("ADDR", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
  auth: choice(
    ["loopback", "token"],
    "loopback",
    "Who may listen: this machine, or whoever sends the token in IDENTIKIT_EVENTS_TOKEN.",
  ),
  events: text("FILE", "The file that runs append their events to; .identikit/events.jsonl if left out."),
  ...rootOption(),
}));

export type EventsCommandOptions = OptionsOf<typeof options>;

export const events = defineCommand({
  name: "events",
  summary: "Serve the events of renders and reconciles as server-sent events, until it is stopped.",
  example: "identikit events --listen 127.0.0.1:8787",
  options,
  body: () => import("./body.ts"),
});
