import type { OutboxRequest } from "../../agents/outbox/outbox-request.ts";
import { outboxRequest } from "../../agents/outbox/outbox-request.ts";
import type { RunBundle } from "../../agents/run-bundle/run-bundle.ts";
import { type RunEvent, runEvent } from "../../agents/run-bundle/run-event.ts";
import { type TreePatch, treePatch } from "../../agents/run-bundle/tree-patch.ts";
import type { Ticket } from "../../agents/tickets/ticket.ts";
import type { ChangedText, RunReportData, ShownTicket } from "../../console/ui/report/run-report-data.ts";
import type { SupervisedRun } from "../../supervisor/supervise.ts";

/** Texts of changed files that a report takes, and the bytes of one, at most. */
const [mostTexts, mostTextBytes] = [200, 100_000];
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
export function runReportData({ ticket, supervised, bundle, writtenAt }: ReportedRun): RunReportData {
  const { run, blobs } = supervised;
  const read = (kind: RunBundle["parts"][number]["kind"]) => {
    const part = run.parts.find((one) => one.kind === kind);
    return part === undefined ? undefined : Buffer.from(blobs.read(part.digest)).toString("utf8");
  };
  const patch = read("patch");
  const changes = patch === undefined ? [] : treePatch.parse(JSON.parse(patch)).changes;
  const events = linesOf(read("events"));
  const suspected = run.parts.some(
    ({ kind, suspectedSecrets = 0 }) => kind === "patch" && suspectedSecrets > 0,
  );
  return {
    ...{ writtenAt: writtenAt.toISOString(), run, bundle, changes },
    ticket: shownTicket(ticket),
    events: boundedEvents(events.map((line): RunEvent => runEvent.parse(JSON.parse(line)))),
    eventsTruncated: run.parts.some(({ kind, truncated }) => kind === "events" && truncated === true),
    requests: linesOf(read("outbox")).map((line): OutboxRequest => outboxRequest.parse(JSON.parse(line))),
    texts: suspected ? [] : textsOf(changes, supervised),
    ...(suspected
      ? {
          textsLeftOut:
            "Something in the changed files looks like a credential, so their texts are not shown.",
        }
      : {}),
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

/** The texts of files that were made or changed; what is no text, or long, is in the bundle only. */
function textsOf(
  changes: TreePatch["changes"],
  { blobs }: ReportedRun["supervised"],
): readonly ChangedText[] {
  const texts: ChangedText[] = [];
  for (const { path, before, after } of changes) {
    if (after === undefined || after.bytes > mostTextBytes || texts.length === mostTexts) continue;
    const bytes = blobs.read(after.digest);
    if (bytes.includes(0)) continue;
    const text = Buffer.from(bytes).toString("utf8");
    texts.push({ path, how: before === undefined ? "added" : "changed", text });
  }
  return texts;
}
