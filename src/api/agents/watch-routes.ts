import type { Actor } from "../../agents/kinds/actor.ts";
import { allKinds } from "../../agents/kinds/all-kinds.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import { bearerToken } from "../kubernetes/access.ts";
import { patientStream } from "../kubernetes/patient-stream.ts";
import type { TokenAccess } from "../kubernetes/token-access.ts";
import { SharedTexts } from "../shared-texts.ts";
import { whileAllowed } from "./allowed-stream.ts";
import { objectEvents } from "./object-events.ts";
import type { TypedRouter } from "./typed-router.ts";
import { Unanswered } from "./unanswered.ts";

export interface WatchRoutesOptions {
  readonly store: ResourceStore;
  readonly access: TokenAccess;
  readonly organization: string;
  readonly signal: AbortSignal;
}

/** Streams of events at the same time, at most; each further one is told to come back later. */
const mostStreams = 256;
const streamMs = 24 * 60 * 60 * 1000;

/** Objects of some kinds, and every change of them, as server-sent events. */
export function addWatchRoutes(router: TypedRouter, options: WatchRoutesOptions): void {
  const { store, access, organization } = options;
  const texts = new SharedTexts();
  let streams = 0;
  const watch = (path: string, kindsOf: (asked: string | undefined) => readonly Kind[]) =>
    router.on("GET", path, async ({ req }, user) => {
      // The events of one attempt are told to who asks for them; of all attempts they would be too many.
      const attempt = req.query("attempt");
      const kinds = [...kindsOf(req.query("kinds")), ...(attempt === undefined ? [] : [agentToolEvent])];
      const mayListen = async (who: Actor) => {
        for (const { plural } of kinds) await router.mayList(who, plural);
      };
      await mayListen(user);
      // A page goes on from what it was made from, before it has heard anything.
      const last = req.header("last-event-id") ?? req.query("after") ?? "";
      const after = /^\d{1,16}$/.test(last) ? last : undefined;
      if (after !== undefined) await checkWatchable(store, kinds, after, organization);
      if (streams >= mostStreams)
        throw new Unanswered(503, "RATE_LIMITED", `${mostStreams} streams are open`, { "retry-after": "5" });
      const token = bearerToken(req.header("authorization") ?? null);
      const isAllowed = async () => {
        const who = await access.authenticate(token);
        return (
          who !== undefined &&
          (await mayListen(who).then(
            () => true,
            () => false,
          ))
        );
      };
      const pieces = (signal: AbortSignal) =>
        whileAllowed(objectEvents(store, kinds, organization, { after, attempt, signal, texts }), isAllowed);
      streams++;
      const onEnd = () => void streams--;
      const body = patientStream({ pieces, signal: options.signal, timeoutMs: streamMs, onEnd });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    });
  for (const kind of [agentDispatchRun, agentApproval])
    watch(`/api/watch/orgs/:org/${kind.plural}`, () => [kind]);
  watch("/api/watch/orgs/:org", watchedKinds);
}

/** @throws {IdentikitError} `WATCH_TOO_OLD`, before anything of a stream is sent */
async function checkWatchable(
  store: ResourceStore,
  kinds: readonly Kind[],
  after: string,
  namespace: string,
): Promise<void> {
  const stop = new AbortController();
  const changes = store.watch(kinds, after, { namespace, signal: stop.signal })[Symbol.asyncIterator]();
  try {
    await changes.next();
  } finally {
    stop.abort();
    void changes.return(undefined);
  }
}

/** The kinds that a page watches in one stream, by plural or name. Events of attempts are too many for it: a page names the attempt whose events it shows. */
function watchedKinds(asked = ""): readonly Kind[] {
  const names = [...new Set(asked.split(",").filter((name) => name !== ""))];
  const kinds = names.map((name) =>
    allKinds.find((one) => one !== agentToolEvent && (one.plural === name || one.kind === name)),
  );
  const unknown = names.find((_, at) => kinds[at] === undefined);
  if (names.length === 0 || unknown !== undefined)
    throw new Unanswered(
      422,
      "RESOURCE_INVALID",
      unknown === undefined
        ? "kinds: must name the kinds to watch, such as agentdispatchruns,agentapprovals"
        : `kinds: ${JSON.stringify(unknown)} is no kind that can be watched`,
    );
  return kinds.flatMap((kind) => kind ?? []);
}
