import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { type HostApi, hostStatus } from "./api.ts";
import { readOne } from "./host-read.ts";

const runSchema = z.looseObject({ status: z.string() });

/** Whether a run is still on its way; `unknown` where the address is not one of a run here, or the host does not tell. */
export type RunState = "over" | "running" | "unknown";

/**
 * The state of the run that a status leads to.
 * @param serverUrl of the host: an address elsewhere says nothing
 * @throws {IdentikitError} `HOST_UNREACHABLE`
 */
export async function readRunState(
  api: HostApi,
  serverUrl: string,
  url: string | undefined,
): Promise<RunState> {
  const prefix = `${serverUrl}/${api.owner}/${api.repo}/actions/runs/`;
  const id = url?.startsWith(prefix) ? /^\d{1,18}(?=\/|$)/.exec(url.slice(prefix.length))?.[0] : undefined;
  if (id === undefined) return "unknown";
  try {
    const { status } = await readOne(api, {
      attempt: `read the run ${id}`,
      url: `actions/runs/${id}`,
      schema: runSchema,
    });
    return ["completed", "success", "failure", "cancelled", "skipped"].includes(status) ? "over" : "running";
  } catch (caught) {
    // The run was removed, the token may not see it, or an older Gitea does not tell: its time decides.
    if (caught instanceof IdentikitError && caught.code === "HOST_DENIED" && hostStatus(caught.cause) !== 401)
      return "unknown";
    throw caught;
  }
}
