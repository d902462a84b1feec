import { z } from "zod";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { choice, flag, option } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  listen: option(z.string().min(1).default("127.0.0.1:7411"), {
    kind: "text",
    value: "ADDR",
    description: "HOST:PORT; without a host, this machine only; port 0 takes a free one.",
  }),
  auth: choice(
    ["loopback", "token"],
    "loopback",
    "loopback listens on this machine only; token also on other addresses, behind what gives it TLS. Both ask every request for a token.",
  ),
  controllers: flag("Runs the controllers as well, beside those of other processes."),
  startPrograms: flag(
    "Starts programs that stacks and config rows name (MCP servers on standard input, command adapters) to see whether they work. They run as the user of this process and could read its keys: use it in a job that has none that it can do without.",
  ),
  ...rootOption,
  ...databaseOption,
}));

export type ServeCommandOptions = OptionsOf<typeof options>;

export const serve = defineCommand({
  name: "serve",
  summary:
    "Serve the objects of the agent platform in Kubernetes' protocol, and take signed webhooks, until it is stopped.",
  example: "identikit serve --listen 127.0.0.1:7411 --controllers",
  options,
  body: () => import("./body.ts"),
});
