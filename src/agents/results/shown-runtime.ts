import type { z } from "zod";
import { visible } from "../../fault/visible.ts";
import { redactProse } from "../../secret/redact-text.ts";
import type { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { OutboxRequest } from "../outbox/outbox-request.ts";

type RuntimeRequest = Extract<OutboxRequest, { readonly type: "runtime" }>;
export type RuntimeSurface = NonNullable<z.output<typeof agentWorkspace.status>["runtime"]>[number];

/** Surfaces that are kept of one workspace. */
const mostSurfaces = 100;

/**
 * What agents said is running, as it may be shown: addresses of http and https alone, without user, password, query and fragment, and
 * names and commands without credentials. The last word on a kind and name counts.
 */
export function shownRuntime(
  requests: readonly OutboxRequest[],
  before: readonly RuntimeSurface[],
  seenAt: string,
): RuntimeSurface[] {
  const surfaces = new Map(before.map((surface) => [`${surface.kind} ${surface.name}`, surface]));
  for (const request of requests) {
    if (request.type !== "runtime") continue;
    const surface = surfaceOf(request, seenAt);
    surfaces.set(`${surface.kind} ${surface.name}`, surface);
  }
  return [...surfaces.values()].slice(-mostSurfaces);
}

function surfaceOf(
  { kind, name, url, health, command, exitCode }: RuntimeRequest,
  seenAt: string,
): RuntimeSurface {
  const address = url === undefined ? undefined : shownAddress(url);
  return {
    kind,
    name: visible(redactProse(name)).slice(0, 200),
    ...(address === undefined ? {} : { url: address }),
    health,
    ...(command === undefined ? {} : { command: visible(redactProse(command)).slice(0, 1000) }),
    ...(exitCode === undefined ? {} : { exitCode }),
    seenAt,
  };
}

/** An address that a page may link to; nothing for one that is not of the web. */
function shownAddress(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  const { origin, pathname } = url;
  const shown = `${origin}${redactProse(pathname)}`;
  return shown.length > 2000 ? undefined : shown;
}
