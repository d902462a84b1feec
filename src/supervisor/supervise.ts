import { SecretFinder } from "../adapters/masking/secret-finder.ts";
import { ticketDigest } from "../agents/dispatch/run-ticket.ts";
import { artifactsOf } from "../agents/results/result-objects.ts";
import { type RunBundle, runBundle } from "../agents/run-bundle/run-bundle.ts";
import { treePatch } from "../agents/run-bundle/tree-patch.ts";
import { BlobFolder } from "../workspace/files/blob-folder.ts";
import { AttemptPlace } from "./attempt-place.ts";
import { collectResults } from "./collect-results.ts";
import { EventLog } from "./event-log.ts";
import { LiveReports, writeAnswers } from "./live-reports.ts";
import type { OpenedTicket } from "./opened-ticket.ts";
import type { SupervisorPorts } from "./ports.ts";
import { SupervisedAttempt } from "./supervised-attempt.ts";

/** What one attempt came to: `run.json`, and the folder that has the content of its parts. */
export interface SupervisedRun extends Disposable {
  readonly run: RunBundle;
  readonly blobs: BlobFolder;
  /** To be called once the bundle is written: only then may the workspace's files go. @throws {IdentikitError} `FILE_UNWRITABLE` */
  kept(): void;
}

/**
 * Runs one attempt, from its ticket to what came of it. Whatever goes wrong after the ticket was opened is an outcome, so that the attempt
 * ends where it is known: nothing is thrown but for what is wrong with this machine's own folders, and where another process runs the attempt.
 * @param signal ends the agent; what it did until then is kept
 * @throws {IdentikitError} `FILE_UNWRITABLE`, `LOCK_HELD`
 */
export async function supervise(
  ports: SupervisorPorts,
  opened: OpenedTicket,
  signal: AbortSignal,
): Promise<SupervisedRun> {
  const { ticket, content } = opened;
  const place = await AttemptPlace.take(ports.root, ticket.attempt);
  const blobs = new BlobFolder(place.blobs);
  const startedAt = ports.clock.now().toISOString();
  const secrets = new SecretFinder(Object.values(content.secrets));
  const send = ports.reportsOf?.(ticket, content);
  const { runner, log } = ports;
  const over = new AbortController();
  const onOver = () => over.abort();
  const reports = send && new LiveReports({ send, runner, log, secrets, onOver, ...place.exchange });
  const events = new EventLog(ports.clock, (event) => reports?.take(event));
  const attempt = new SupervisedAttempt(ports, opened, place, events, secrets, reports);
  try {
    writeAnswers(place.answers, ticket.earlier?.answers ?? []);
    reports?.start();
    const outcome = await attempt.run(AbortSignal.any([signal, over.signal]));
    const results = await collectResults({
      ...attempt.results(),
      ticket,
      outcome,
      blobs,
      place,
      events,
      secrets,
    });
    // Not before: taking out the work of a large workspace takes a while, in which nobody should miss the runner.
    await reports?.end();
    const run = runBundle.parse({
      ...{ version: 1, namespace: ticket.namespace, run: ticket.run, attempt: ticket.attempt },
      ticket: { id: ticket.jti, digest: ticketDigest(ticket) },
      repository: ticket.repository,
      runner: { ...ports.runner, pool: ticket.aud },
      startedAt,
      finishedAt: ports.clock.now().toISOString(),
      ...results,
    });
    await reports?.announce(announcedBy(run, blobs));
    return {
      run,
      blobs,
      kept: () => attempt.results().workspace?.kept(),
      [Symbol.dispose]: () => {
        blobs[Symbol.dispose]();
        place[Symbol.dispose]();
      },
    };
  } catch (caught) {
    await reports?.end();
    blobs[Symbol.dispose]();
    place[Symbol.dispose]();
    throw caught;
  }
}

/** What a bundle will bring, as it is said before. */
function announcedBy(run: RunBundle, blobs: BlobFolder) {
  const patch =
    run.patch === undefined
      ? undefined
      : treePatch.parse(JSON.parse(Buffer.from(blobs.read(run.patch)).toString("utf8")));
  return artifactsOf(run, patch).map(({ spec: { run: _, attempt: __, location: ___, ...said } }) => said);
}
