import { join, resolve } from "node:path";
import { agentAction } from "../../agents/kinds/record/agent-action.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { carryOutActions } from "../../agents/workspaces/carry-out-actions.ts";
import type { HostPorts } from "../../agents/workspaces/held-workspace.ts";
import { askForDueCleanups, reportWorkspaces } from "../../agents/workspaces/report-workspaces.ts";
import { type InventoryEntry, workspaceInventory } from "../../agents/workspaces/workspace-inventory.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";
import { type FaultCode, faultCodes } from "../../fault/codes.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { ExclusiveLock } from "../../tree/exclusive-lock.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { storedPatches } from "../places/stored-patches.ts";
import { workspaceHands } from "../places/workspace-hands.ts";
import { asOutput, type CommandResult } from "../result.ts";
import { askFor } from "./ask.ts";
import type { WorkspacesOptions } from "./workspaces.ts";

type Action = Resource<typeof agentAction>;

export async function run(context: CommandContext, options: WorkspacesOptions): Promise<CommandResult> {
  const { name, act, host } = options;
  if (act !== undefined && name === undefined)
    throw new IdentikitError("USAGE", "--act names no workspace", { remedy: "Write its name as well." });
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace } = accessPlace(project, options);
  const access = act === undefined && host === undefined ? "read" : "write";
  await using database = await openConfigDatabase(context, project, options.database, access);
  await using store = new SqlStore(database);
  const patches = storedPatches({ store, database });
  const hands = host === undefined ? undefined : workspaceHands(context, { ...options, host }, patches);
  const asked = await askFor(context, project, { database, store }, options);
  const now = () => context.clock.now();
  const done =
    hands && host !== undefined
      ? await doHere({ store, hands, now }, namespace, resolve(context.cwd, host), context.signal)
      : undefined;
  const entries = await store.read((reader) => workspaceInventory(reader, namespace));
  const shown = entries.filter(({ workspace: { metadata } }) => name === undefined || metadata.name === name);
  if (name !== undefined && shown.length === 0)
    throw new IdentikitError("NOT_FOUND", `there is no workspace ${name} in ${namespace}`, {
      remedy: "See those that there are: identikit workspaces.",
    });
  const action = asked && (await store.read((reader) => reader.get(agentAction, asked.metadata)));
  const needed = shown.filter(({ attention }) => attention.length > 0).length;
  const here = done === undefined ? "" : `; ${count(done, "action")} done here`;
  return {
    outputs: {
      workspaces: asOutput(
        shown.map(({ workspace, attention }) => ({ ...objectForm(workspace), attention })),
      ),
      ...(action ? { action: asOutput(objectForm(action)) } : {}),
    },
    ...(access === "write" ? { changed: asked !== undefined || (done ?? 0) > 0 } : {}),
    details: shown.map(lineOf),
    account: [
      ...(action ? [actionLine(action, shown[0])] : []),
      `${count(shown.length, "workspace")}, ${needed} of them for somebody to look at${here}`,
    ],
    faults: action ? faultsOf(action) : [],
  };
}

/** This machine's part; gives how many actions came to an end. */
async function doHere(
  ports: HostPorts,
  namespace: string,
  root: string,
  signal: AbortSignal,
): Promise<number> {
  // Of two processes with the same workspaces one acts at a time: neither does what the other one is doing.
  using _ = await ExclusiveLock.acquire(join(root, "lock"), { place: `the workspaces in ${root}`, signal });
  await reportWorkspaces(ports, namespace, signal);
  await askForDueCleanups(ports, namespace);
  const ended = await carryOutActions(ports, namespace, signal);
  await reportWorkspaces(ports, namespace, signal);
  return ended.length;
}

function lineOf({ workspace: { metadata, spec, status }, attention }: InventoryEntry): string {
  const { repository, refs, trustTier, host, pinned } = spec;
  const place = spec.workspacePath ?? spec.externalId ?? "";
  const words = [
    status.phase ?? "Provisioning",
    `${repository}${refs?.ref === undefined ? "" : ` ${refs.ref}`}`,
    trustTier,
    host === undefined ? place : `${host}:${place}`,
    ...(pinned ? ["pinned"] : []),
    ...(attention.length === 0 ? [] : [`look at: ${attention.join(", ")}`]),
  ];
  return `${metadata.name}: ${words.join(", ")}`;
}

function actionLine({ spec, status }: Action, entry: InventoryEntry | undefined): string {
  const what = `${spec.action} of ${spec.target.name}`;
  const { host } = entry?.workspace.spec ?? {};
  if (status.phase === "Done")
    return `${what} is done${status.result === undefined ? "" : `: ${status.result}`}`;
  if (status.phase === "Admitted")
    return `${what} waits for ${host === undefined ? "a machine that takes it" : host}: identikit workspaces --host DIR does it there`;
  return `${what}: ${status.phase ?? ""}, ${status.message ?? ""}`;
}

function faultsOf({ status }: Action): IdentikitError[] {
  const { phase, code = "", message = "" } = status;
  if (phase !== "Failed" && phase !== "Denied") return [];
  const remedy = "The record of the action says so, too: identikit get agentactions.";
  return [new IdentikitError(isFaultCode(code) ? code : "CONFLICT", message, { remedy })];
}

function isFaultCode(code: string): code is FaultCode {
  return Object.hasOwn(faultCodes, code);
}
