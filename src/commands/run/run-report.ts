import type { OutboxRequest } from "../../agents/outbox/outbox-request.ts";
import { outboxRequest } from "../../agents/outbox/outbox-request.ts";
import { patchDifferences } from "../../agents/run-bundle/patch-differences.ts";
import type { RunBundle } from "../../agents/run-bundle/run-bundle.ts";
import { type RunEvent, runEvent } from "../../agents/run-bundle/run-event.ts";
import { treePatch } from "../../agents/run-bundle/tree-patch.ts";
import type { Ticket } from "../../agents/tickets/ticket.ts";
import type { RunReportData, ShownTicket } from "../../console/ui/report/run-report-data.ts";
import type { SupervisedRun } from "../../supervisor/supervise.ts";

/** Files whose differences a report takes, and the lines of one, at most. */
const mostDifferences = { files: 200, lines: 2000 } as const;
/** Events that a report chooses from, at most. */
const mostEvents = 20_000;

export interface ReportedRun {
  readonly ticket: Ticket;
  readonly supervised: Pick<SupervisedRun, "run" | "blobs">;
  /** The bundle's file. */
  readonly bundle: string;
  readonly writtenAt: Date;
}

/** What the report of an attempt shows, of its ticket and of what the supervisor made of it. Values of secrets are in neither part. */
export async function runReportData({
  ticket,
  supervised,
  bundle,
  writtenAt,
}: ReportedRun): Promise<RunReportData> {
  const { run, blobs } = supervised;
  const read = (kind: RunBundle["parts"][number]["kind"]) => {
    const part = run.parts.find((one) => one.kind === kind);
    return part === undefined ? undefined : Buffer.from(blobs.read(part.digest)).toString("utf8");
  };
  const patch = read("patch");
  const changes = patch === undefined ? [] : treePatch.parse(JSON.parse(patch)).changes;
  const events = linesOf(read("events"));
  const kept = new Set(run.parts.map(({ digest }) => digest));
  const { suspectedSecrets = 0 } = run.parts.find(({ kind }) => kind === "patch") ?? {};
  return {
    ...{ writtenAt: writtenAt.toISOString(), run, bundle, changes },
    ticket: shownTicket(ticket),
    events: boundedEvents(events.map((line): RunEvent => runEvent.parse(JSON.parse(line)))),
    eventsTruncated: run.parts.some(({ kind, truncated }) => kind === "events" && truncated === true),
    requests: linesOf(read("outbox")).map((line): OutboxRequest => outboxRequest.parse(JSON.parse(line))),
    differences: await patchDifferences(
      { changes },
      // What is not among the parts was not to be brought out.
      {
        ...{ suspectedSecrets, most: mostDifferences },
        read: (digest) => (kept.has(digest) ? blobs.read(digest) : undefined),
      },
    ),
  };
}

function linesOf(text = ""): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** The first and the last events, where there are more than a report could show. */
function boundedEvents(events: readonly RunEvent[]): readonly RunEvent[] {
  return events.length <= mostEvents
    ? events
    : [...events.slice(0, mostEvents / 2), ...events.slice(-mostEvents / 2)];
}

function shownTicket(ticket: Ticket): ShownTicket {
  const { iss, iat, exp, again, sourceRefs, taskKind, trustTier, serviceAccount, permission } = ticket;
  const { budget, writeBack, secrets, stack, context, configs, identity } = ticket;
  return {
    ...{ iss, iat, exp, again, sourceRefs, taskKind, trustTier, serviceAccount, permission },
    ...{ budget, writeBack, secrets },
    stack: { name: stack.name, generation: stack.generation, digest: stack.digest },
    context: { bundle: context.bundle, digest: context.digest, bytes: Buffer.byteLength(context.text) },
    configs: configs.map(({ name }) => name),
    leftOut: identity.leftOut,
  };
}
