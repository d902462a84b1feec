import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { runControllersOnce } from "../../agents/control/run-controllers.ts";
import { type TakenIn, takeInBundle } from "../../agents/results/take-in-bundle.ts";
import { bundleKeysOf } from "../../agents/run-bundle/bundle-key.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { writeBackController } from "../../agents/write-back/write-back-controller.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { workLine } from "../accounts/control.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { keySource } from "../places/keys.ts";
import { newWorkerName } from "../places/worker-name.ts";
import { openWriteBack } from "../places/write-back-services.ts";
import type { CommandResult } from "../result.ts";
import type { WriteBackCommandOptions } from "./write-back.ts";
import { writeBackAccount } from "./write-back-account.ts";

export async function run(context: CommandContext, options: WriteBackCommandOptions): Promise<CommandResult> {
  const { bundle: files, pending } = options;
  if (files.length === 0 && !pending)
    throw new IdentikitError("USAGE", "nothing says what to write back", {
      remedy: "Name the file of a run bundle, or do what is due with --pending.",
    });
  const project = await openProject(context.cwd, options.root);
  const { organization } = accessPlace(project, {});
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const services = openWriteBack(context, project, { database, store }, options);
  const keys = files.length === 0 ? undefined : keySource(context, project).take();
  const taken: TakenIn[] = [];
  for (const file of files) {
    const path = resolve(context.cwd, file);
    const bundleKeys = bundleKeysOf(keys ?? keySource(context, project).take());
    taken.push(await takeInBundle({ ...services, bundleKeys }, bytesOf(path), context.signal));
  }
  const touched = new Set<string>();
  const faults: IdentikitError[] = [];
  await runControllersOnce({
    database,
    controllers: [writeBackController(services)],
    worker: newWorkerName(),
    until: context.signal,
    onOutcome: (outcome) => {
      const { kind, namespace, name } = outcome.claim;
      if (kind === "AgentApproval") touched.add(`${namespace} ${name}`);
      if (outcome.fault) context.log.warn(workLine(outcome));
      if (outcome.result === "failed" && outcome.fault) faults.push(outcome.fault);
    },
  });
  context.signal.throwIfAborted();
  return await writeBackAccount(store, { organization, taken, touched, faults });
}

/** @throws {IdentikitError} `FILE_UNREADABLE` */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) yield chunk;
  } catch (cause) {
    if (cause instanceof IdentikitError) throw cause;
    throw new IdentikitError("FILE_UNREADABLE", `${path} cannot be read`, {
      remedy: "Check the path, and that the artifact of run-agent was fetched.",
      cause,
    });
  }
}
