import type Docker from "dockerode";
import { IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import { fieldsOf } from "../fault/thrown.ts";
import { engineFault } from "../image/engine/connection.ts";

const pollMs = 100;
const removalMs = 60_000;

/**
 * Asks the engine something; its failure becomes one clear line.
 * @param what was asked, for the message
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; `IMAGE_MISSING` where it is an image that is not there
 */
export async function asked<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw faultOf(what, cause);
  }
}

/** {@link asked} for what may already be as it is asked to be: the engine then answers 304. */
export async function ensured(what: string, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (cause) {
    if (engineStatus(cause) !== 304) throw faultOf(what, cause);
  }
}

/** The status of an engine's refusal; `undefined` for any other failure. */
export function engineStatus(cause: unknown): number | undefined {
  const { statusCode } = fieldsOf(cause);
  return typeof statusCode === "number" ? statusCode : undefined;
}

export interface RemovalOptions {
  /** Also the volumes that the engine made for this container alone. Volumes with a given name always stay. */
  readonly volumes: boolean;
}

/**
 * Removes a container, running or not, and waits until it is gone, also where another request is removing it.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function removeContainer(
  engine: Docker,
  id: string,
  { volumes }: RemovalOptions,
): Promise<void> {
  const container = engine.getContainer(id);
  const what = `remove container ${id.slice(0, 12)}`;
  for (let waited = 0; ; waited += pollMs) {
    try {
      await container.remove({ force: true, v: volumes });
      return;
    } catch (cause) {
      const status = engineStatus(cause);
      if (status === 404) return;
      // 409: its removal is under way.
      if (status !== 409 || waited >= removalMs) throw faultOf(what, cause);
    }
    await pause(pollMs);
  }
}

/**
 * Stops a container gently, and waits until it has stopped; one that is paused could not obey and is woken first.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function stopContainer(engine: Docker, id: string, seconds: number): Promise<void> {
  const container = engine.getContainer(id);
  const what = `stop container ${id.slice(0, 12)}`;
  const { State } = await asked(what, () => container.inspect());
  if (State.Paused) await asked(what, () => container.unpause());
  await ensured(what, () => container.stop({ t: seconds }));
}

function faultOf(what: string, cause: unknown): IdentikitError {
  const { message } = fieldsOf(fieldsOf(cause).json);
  if (engineStatus(cause) !== 404 || typeof message !== "string" || /image/i.test(message))
    return engineFault(what, cause);
  return new IdentikitError("ENGINE_FAILED", `${what}: ${message.replace(/\s+/g, " ").slice(0, 500)}`, {
    remedy: "Bring back what the engine does not find, then run again.",
    cause,
  });
}
