import { basename, join } from "node:path";
import type { RunBundle } from "../../agents/run-bundle/run-bundle.ts";
import { writeBundle } from "../../agents/run-bundle/write-bundle.ts";
import { openContent } from "../../agents/tickets/sealed-content.ts";
import type { Ticket } from "../../agents/tickets/ticket.ts";
import { earlierSession } from "../../supervisor/earlier-session.ts";
import type { SupervisorPorts } from "../../supervisor/ports.ts";
import { supervise } from "../../supervisor/supervise.ts";
import { writeFileAtomically } from "../../tree/atomic-file.ts";
import { StreamedFile } from "../../tree/streamed-file.ts";
import { temporaryNameFor } from "../../tree/temporary-name.ts";
import type { CommandContext } from "../context.ts";
import { runReportData } from "./run-report.ts";

/** An attempt that was run, and the file that says what came of it. */
export interface FinishedAttempt {
  readonly run: RunBundle;
  readonly bundle: string;
  /** The report for people, as one HTML file. */
  readonly report: string;
}

export interface RunTicketOptions {
  readonly ports: SupervisorPorts;
  readonly poolKey: string;
  /** Where bundles are written. */
  readonly directory: string;
}

/**
 * Runs the attempt of a ticket, and writes its run bundle, whole or not at all, and its report beside it.
 * @throws {IdentikitError} `TICKET_INVALID`, `POOL_KEY_INVALID`; what the attempt came to is in the bundle
 */
export async function runTicket(
  { clock, log, signal }: CommandContext,
  ticket: Ticket,
  { ports, poolKey, directory }: RunTicketOptions,
): Promise<FinishedAttempt> {
  const content = await openContent(ticket.sealed, poolKey);
  for (const value of Object.values(content.secrets)) log.mask(value);
  const opened = { ticket, content, poolIdentity: poolKey, ...(await earlierSession(ticket, poolKey)) };
  using supervised = await supervise(ports, opened, signal);
  const { run, blobs } = supervised;
  const bundle = join(directory, `${ticket.attempt}.bundle`);
  using file = new StreamedFile(bundle, alone(bundle));
  const key = Buffer.from(content.bundleKey, "base64url");
  for await (const chunk of writeBundle(run, key, async function* ({ digest }) {
    yield blobs.read(digest);
  }))
    file.append(chunk);
  file.commit();
  supervised.kept();
  const report = join(directory, `${ticket.attempt}.html`);
  // The components of the console: a machine that takes in or writes back bundles does without.
  const { runReport } = await import("../../console/report/run-report-file.tsx");
  const data = await runReportData({ ticket, supervised, bundle, writtenAt: clock.now() });
  writeFileAtomically(report, runReport(data), alone(report));
  return { run, bundle, report };
}

/** Under one temporary name, since an attempt has one runner: what a killed one left, the next one removes. */
function alone(file: string) {
  return { mode: 0o600, temporary: temporaryNameFor(basename(file)) };
}
