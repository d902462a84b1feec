import { z } from "zod";
import { openProject } from "../project/project.ts";
import { rootOption } from "./common-options.ts";
import { defineJob, type JobResult } from "./job.ts";
import { requiredText, text } from "./option.ts";

export const events = defineJob({
  name: "events",
  summary: "Serve the events of renders and reconciles as server-sent events, until it is stopped.",
  example: "identikit events --listen 127.0.0.1:8787",
  options: z.object({
    listen: requiredText("ADDR", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
    events: text("FILE", "The file that runs append their events to; .identikit/events.jsonl if left out."),
    ...rootOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { EventServer } = await import("../env/event-server.ts");
    const { eventFile } = await import("./event-sinks.ts");
    const project = await openProject(context.cwd, options.root);
    const { log, signal } = context;
    const file = eventFile(context, project, options.events);
    await using server = await EventServer.start({ file, listen: options.listen, signal });
    log.info(`events of ${file} at ${server.url}`);
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => stop(), { once: true });
    await stopped;
    return { outputs: { url: server.url }, account: ["stopped"] };
  },
});
