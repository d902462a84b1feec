import { setPause } from "../../agents/brakes/set-pause.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { accessIdentity, accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { PauseCommandOptions } from "./pause.ts";

const kinds = {
  organization: "Organization",
  repository: "Repository",
  rule: "AgentTriggerRule",
  stack: "AgentStack",
} as const;

export async function run(context: CommandContext, options: PauseCommandOptions): Promise<CommandResult> {
  const { kind, name, reason, until, as = context.env.GITHUB_ACTOR } = options;
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace } = accessPlace(project, options);
  if (as !== undefined) accessIdentity(as, []);
  // Whoever can write to the database can stop everything; who it was is written down as far as it is known.
  const by: Actor =
    as === undefined
      ? { kind: "System", name: (await context.who()).slice(0, 253) }
      : { kind: "User", name: as };
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const order = { namespace, target: { kind: kinds[kind], name }, reason, by, until };
  const set = await setPause(store, order, context.clock.now(), context.signal);
  const { revoked = 0, phase = "Active" } = set.status;
  return {
    outputs: { name: set.metadata.name, phase, revoked },
    changed: true,
    account: [
      `${kind} ${name} is paused${until === undefined ? "" : ` until ${until}`}; ${count(revoked, "attempt")} taken back`,
      `It goes on after: identikit delete agentpause ${set.metadata.name}`,
    ],
  };
}
