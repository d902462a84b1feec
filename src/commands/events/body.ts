import type { Auth } from "../../api/door.ts";
import { eventStream } from "../../api/event-stream.ts";
import { HttpServer } from "../../api/http-server.ts";
import { parseListenAddress } from "../../api/listen-address.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import type { CommandContext } from "../context.ts";
import { eventFile } from "../places/event-sinks.ts";
import type { CommandResult } from "../result.ts";
import type { EventsCommandOptions } from "./events.ts";

export async function run(context: CommandContext, options: EventsCommandOptions): Promise<CommandResult> {
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
}

function authOf({ env, log }: Context, kind: EventsCommandOptions["auth"]): Auth {
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
