import { z } from "zod";
import { openProject } from "../project/project.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { defineJob, type JobResult } from "./job.ts";
import { option, positional, text } from "./option.ts";

export const secretLog = defineJob({
  name: "secret log",
  summary: "Show who read which secret for which agent, when and why.",
  example: "identikit secret log FORGE_TOKEN --limit 20",
  options: z.object({
    name: positional(text("NAME", "Only reads of this secret.")),
    agent: text("AGENT", "Only reads for this agent."),
    limit: option(z.coerce.number().int().min(1).max(1_000_000).default(1000), {
      kind: "text",
      value: "N",
      description: "The newest N reads.",
    }),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { listAccesses } = await import("../config/secret-store.ts");
    const { openConfigDatabase } = await import("./database-place.ts");
    const project = await openProject(context.cwd, options.root);
    await using database = await openConfigDatabase(context, project, options.database);
    const accesses = await listAccesses(database, {
      ...(options.name === undefined ? {} : { secret: options.name }),
      ...(options.agent === undefined ? {} : { agent: options.agent }),
      limit: options.limit,
    });
    return {
      outputs: { accesses: accesses.map((access) => ({ ...access })) },
      account: accesses.map(
        ({ time, secret, agent, accessor, reason }) =>
          `${time}  ${secret} for ${agent}, by ${accessor} (${reason})`,
      ),
    };
  },
});
