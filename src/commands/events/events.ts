import { z } from "zod";
import type { Auth } from "../../api/door.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { rootOption } from "../options/common-options.ts";
import { choice, requiredText, text } from "../options/option.ts";

export const events = defineCommand({
  name: "events",
  summary: "Serve the events of renders and reconciles as server-sent events, until it is stopped.",
  example: "identikit events --listen 127.0.0.1:8787",
  options: z.object({
    listen: requiredText("ADDR", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
    auth: choice(
      ["loopback", "token"],
      "loopback",
      "Who may listen: this machine, or whoever sends the token in IDENTIKIT_EVENTS_TOKEN.",
    ),
    events: text("FILE", "The file that runs append their events to; .identikit/events.jsonl if left out."),
    ...rootOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { eventStream } = await import("../../api/event-stream.ts");
    const { HttpServer } = await import("../../api/http-server.ts");
    const { parseListenAddress } = await import("../../api/listen-address.ts");
    const { eventFile } = await import("../places/event-sinks.ts");
    const project = await openProject(context.cwd, options.root);
    const { log, signal } = context;
    const file = eventFile(context, project, options.events);
    const address = parseListenAddress(options.listen);
    const auth = authOf(context, options.auth);
    await using server = await HttpServer.start({
      address,
      auth,
      app: eventStream({ file, signal }),
      signal,
    });
    const url = `${server.url}/events`;
    log.info(`events of ${file} at ${url}`);
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => stop(), { once: true });
    await stopped;
    return { outputs: { url }, account: ["stopped"] };
  },
});

function authOf({ env, log }: Context, kind: Auth["kind"]): Auth {
  if (kind === "loopback") return { kind };
  const token = env.IDENTIKIT_EVENTS_TOKEN;
  if (!token) {
    throw new IdentikitError(
      "AUTH_REQUIRED",
      "--auth token is given, and IDENTIKIT_EVENTS_TOKEN is not set",
      {
        remedy: "Set it to a long random value, and give the same to whoever is to listen.",
      },
    );
  }
  log.mask(token);
  return { kind, token };
}
