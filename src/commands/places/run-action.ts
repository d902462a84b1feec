import { agentAction } from "../../agents/kinds/record/agent-action.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { OutboxRequest } from "../../agents/outbox/outbox-request.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { askRunAction } from "../../agents/workspaces/ask-run-action.ts";
import type { PersonAction } from "../../agents/workspaces/person-actions.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { asOutput, type CommandResult } from "../result.ts";
import { accessPlace } from "./access.ts";
import { askingPerson } from "./asking-person.ts";
import { openConfigDatabase } from "./database.ts";

export interface RunActionOptions {
  readonly name: string;
  readonly as?: string | undefined;
  readonly asGroup: readonly string[];
  readonly organization?: string | undefined;
  readonly root?: string | undefined;
  readonly database?: string | undefined;
}

/** What is asked of a run, with what is said with it. */
export interface RunAsk {
  readonly action: Extract<
    PersonAction["action"],
    "cancel" | "retry" | "resume" | "fork" | "continue" | "write-back"
  >;
  readonly text?: string | undefined;
  readonly request?: OutboxRequest;
}

/** Asks for an action on a run in somebody's name, as the API does it, and says what comes next. */
export async function runActionResult(
  context: CommandContext,
  options: RunActionOptions,
  ask: RunAsk,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace, organizations } = accessPlace(project, options);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const { by, hostOf } = askingPerson(context, project, { database, store }, { ...options, namespace });
  const key = { namespace, name: options.name };
  const before = await store.read((reader) => reader.get(agentDispatchRun, key));
  const host = before && (await hostOf(before.spec.repository));
  const asked = { ...key, ...ask, by, host, via: "command" as const };
  const { metadata } = await askRunAction({ store, organizations }, asked, context.clock.now());
  const { run, action } = await store.read(async (reader) => ({
    run: await reader.get(agentDispatchRun, key),
    action: await reader.get(agentAction, metadata),
  }));
  return {
    outputs: {
      name: options.name,
      phase: run?.status.phase,
      ...(action ? { action: asOutput(objectForm(action)) } : {}),
    },
    changed: true,
    account: [`${ask.action} of ${options.name} is on record; ${next[ask.action]}`],
  };
}

const launch = "the next identikit dispatch --queued, or identikit run, starts the attempt";
const next: Readonly<Record<RunAsk["action"], string>> = {
  cancel: "the next look of a controller ends its attempt and its CI job: identikit controller --once",
  retry: launch,
  resume: launch,
  fork: launch,
  continue: launch,
  "write-back": "the next write-back decides about it: identikit write-back --pending",
};
