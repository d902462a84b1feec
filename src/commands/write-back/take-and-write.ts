import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { runControllersOnce } from "../../agents/control/run-controllers.ts";
import { type TakenIn, takeInBundle } from "../../agents/results/take-in-bundle.ts";
import { bundleKeysOf } from "../../agents/run-bundle/bundle-key.ts";
import { writeBackController } from "../../agents/write-back/write-back-controller.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import { workLine } from "../accounts/control.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import type { OpenObjects } from "../places/dispatch-services.ts";
import { keySource } from "../places/keys.ts";
import { newWorkerName } from "../places/worker-name.ts";
import { openWriteBack, type WriteBackPlaces } from "../places/write-back-services.ts";
import type { CommandResult } from "../result.ts";
import { writeBackAccount } from "./write-back-account.ts";

/** Takes bundles in, and writes back what is due: in a database that is open. */
export async function takeAndWrite(
  context: CommandContext,
  project: Project,
  objects: OpenObjects,
  { bundle: files, ...places }: WriteBackPlaces & { readonly bundle: readonly string[] },
): Promise<CommandResult> {
  const { organization } = accessPlace(project, {});
  const services = openWriteBack(context, project, objects, places);
  const keys = () => bundleKeysOf(keySource(context, project).take());
  const taken: TakenIn[] = [];
  for (const file of files) {
    const bytes = bytesOf(resolve(context.cwd, file));
    taken.push(await takeInBundle({ ...services, bundleKeys: keys() }, bytes, context.signal));
  }
  const touched = new Set<string>();
  const faults: IdentikitError[] = [];
  await runControllersOnce({
    database: objects.database,
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
  return await writeBackAccount(objects.store, { organization, taken, touched, faults });
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
