import { resolve } from "node:path";
import { approvalController, type TargetHeads } from "../../agents/approvals/approval-controller.ts";
import { accessController } from "../../agents/brakes/access-controller.ts";
import type { Controller } from "../../agents/control/controller.ts";
import { figuresController } from "../../agents/control/figures-controller.ts";
import { retentionController } from "../../agents/control/retention-controller.ts";
import { dispatchController } from "../../agents/dispatch/dispatch-controller.ts";
import { triggerController } from "../../agents/dispatch/trigger-controller.ts";
import { GitMemoryStore } from "../../agents/memory/git-memory-store.ts";
import { referenceController } from "../../agents/references/reference-controller.ts";
import type { SqlStore } from "../../agents/store/sql-store.ts";
import { workspaceController } from "../../agents/workspaces/workspace-controller.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { agentNames } from "../../config/rows/agent-names.ts";
import type { EnvironmentFacts } from "../../console/page/console-sources.ts";
import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { hostOf } from "../../host/host.ts";
import { ItemStates } from "../../host/item-states.ts";
import type { Project } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { compareEnvironments } from "./compare-environments.ts";
import { declaredHere } from "./declared-here.ts";
import { dispatchServices, gitDirectoryOf } from "./dispatch-services.ts";
import { openStackController } from "./stack-controller.ts";

/** What controllers are made from. */
export interface ControllerServices {
  readonly context: CommandContext;
  readonly project: Project;
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
  /** Whether programs that stacks and config rows name are started beside the keys of this process. Default false. */
  readonly startPrograms?: boolean | undefined;
  /** A checkout of the memory repository, with its history. */
  readonly memory?: string | undefined;
}

type MakeController = (services: ControllerServices) => Controller;

/** Every controller by its name, as the queue knows it, with how it is made from the services of a command. */
const makers: Readonly<Record<string, MakeController>> = {
  stack: openStackController,
  trigger: (services) => triggerController(dispatchOf(services)),
  dispatch: (services) => dispatchController(dispatchOf(services)),
  workspace: (services) => workspaceController({ store: services.store, now: nowOf(services) }),
  approval: (services) =>
    approvalController({ store: services.store, now: nowOf(services), heads: headsOf(services) }),
  access: (services) =>
    accessController({ store: services.store, database: services.database, now: nowOf(services) }),
  reference: openReferenceController,
  figures: openFiguresController,
  retention: (services) =>
    retentionController(services.database, services.project.settings.platform.retention, nowOf(services)),
};

/** The controller that measures; env directories that none of this machine is like say nothing of drift. */
function openFiguresController(services: ControllerServices): Controller {
  const { database, project } = services;
  return figuresController({
    database,
    organization: project.settings.platform.organization,
    environments: async () => {
      const found = await compareEnvironments(services, await agentNames(database));
      const count = (...states: readonly EnvironmentFacts["state"][]) =>
        found.filter(({ state }) => states.includes(state)).length;
      const values = { clean: count("clean"), drifted: count("drifted"), unverified: count("unverified") };
      return values.clean + values.drifted === 0 ? undefined : values;
    },
    now: nowOf(services),
  });
}

/** The controller of what stands alone: the memory's checkout and the forge are asked where they are at hand. */
function openReferenceController(services: ControllerServices): Controller {
  const { context, project, database, store, memory } = services;
  const { env, log, signal, cwd } = context;
  const token = env[hostTokenVariable];
  const directory = memory === undefined ? undefined : resolve(cwd, memory);
  const states = token ? new ItemStates({ host: hostOf(env), token, log, signal }) : undefined;
  return referenceController({
    store,
    database,
    declared: (organization) => declaredHere(project, organization),
    memory: directory === undefined ? undefined : () => new GitMemoryStore(gitDirectoryOf(directory), env),
    heads: headsOf(services),
    items: states,
    merges: states,
    now: nowOf(services),
  });
}

function nowOf({ context }: ControllerServices): () => Date {
  return () => context.clock.now();
}

function dispatchOf(services: ControllerServices): ReturnType<typeof dispatchServices> {
  const { context, project, database, store } = services;
  return dispatchServices(context, project, { database, store }, project.settings.platform.organization);
}

/** Asks the forge about targets, where there is a token to ask with. */
function headsOf(services: ControllerServices): TargetHeads | undefined {
  if (!services.context.env[hostTokenVariable]) return undefined;
  const { repositories } = dispatchOf(services);
  return {
    headOf: async ({ repository, kind, id }, signal) => {
      const number = Number(id);
      const isPull = kind === "pull_request" && Number.isSafeInteger(number);
      if (!isPull && kind !== "branch") return undefined;
      const ref = id.startsWith("refs/") ? id : `refs/heads/${id}`;
      const place = await repositories.placeOf(
        { repository, ...(isPull ? { pullRequest: number } : { ref }) },
        signal,
      );
      return place.refs.head;
    },
  };
}

/**
 * The controllers that are named, or all.
 * @throws {IdentikitError} `CONTROLLER_UNKNOWN`
 */
export function makeControllers(
  services: ControllerServices,
  named: readonly string[],
): readonly Controller[] {
  const names = Object.keys(makers);
  const wanted = named.length === 0 ? names : [...new Set(named.flatMap((word) => word.split(",")))];
  return wanted.map((name) => {
    const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
    if (make) return make(services);
    throw new IdentikitError(
      "CONTROLLER_UNKNOWN",
      `there is no controller ${JSON.stringify(name)}${suggestion(name, names)}`,
      {
        remedy: `Choose from ${names.join(", ")}.`,
      },
    );
  });
}
