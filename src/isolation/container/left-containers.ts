import { rmSync } from "node:fs";
import { asked, removeContainer } from "../../containers/engine-call.ts";
import { IdentikitError } from "../../fault/error.ts";
import { connectEngine } from "../../image/engine/connection.ts";
import type { IsolationHost } from "../isolation.ts";
import { attemptLabel } from "./container-config.ts";
import { ownDirectoryOf } from "./own-directory.ts";

/**
 * Ends and removes the containers of an attempt, with the volumes that the engine made for them.
 * @returns how many there were; none where no engine answers
 * @throws {IdentikitError} `ENGINE_FAILED`
 */
export async function endLeftContainers(attempt: string, host: IsolationHost): Promise<number> {
  rmSync(ownDirectoryOf(host, attempt), { recursive: true, force: true });
  try {
    const engine = await connectEngine(host.env);
    const found = await asked("list containers", () =>
      engine.listContainers({ all: true, filters: { label: [`${attemptLabel}=${attempt}`] } }),
    );
    for (const { Id } of found) await removeContainer(engine, Id, { volumes: true });
    return found.length;
  } catch (fault) {
    if (fault instanceof IdentikitError && fault.code === "ENGINE_UNREACHABLE") return 0;
    throw fault;
  }
}
