import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { openTicket } from "../../agents/tickets/sign-ticket.ts";
import { asFault, IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";
import { HttpClient } from "../../http/http-client.ts";
import { openProject, workPath } from "../../project/project.ts";
import type { SupervisorPorts } from "../../supervisor/ports.ts";
import type { CommandContext } from "../context.ts";
import { outputPath } from "../places/output-path.ts";
import type { CommandResult } from "../result.ts";
import { machineOf } from "./machine.ts";
import { poolOf, ticketKeysFor } from "./pool-key.ts";
import { reportOverHttp } from "./report-over-http.ts";
import type { RunCommandOptions } from "./run.ts";
import { runAccount } from "./run-account.ts";
import { type FinishedAttempt, runTicket } from "./run-tickets.ts";

const claims = z.object({ run: z.string() });

export async function run(context: CommandContext, options: RunCommandOptions): Promise<CommandResult> {
  const { pool, key } = poolOf(context, options.pool);
  const project = await openProject(context.cwd, options.root);
  const directory =
    options.bundles === undefined ? workPath(project, "bundles") : outputPath(context, options.bundles);
  if (options.tickets === undefined) {
    // A machine that runs tickets does without the database.
    const { runQueued } = await import("./run-queued.ts");
    return await runQueued(context, options, { project, pool, key, directory });
  }
  const file = resolve(context.cwd, options.tickets);
  using client = new HttpClient({ connections: 1, env: context.env });
  const ports: SupervisorPorts = {
    ...machineOf(context, project, options, { paths: [file], values: [key] }),
    reportsOf: (_, { reports }) => reports && reportOverHttp(client, reports),
  };
  const demand = { keys: ticketKeysFor(context, options.ticketKey), pool, now: context.clock.now() };
  const finished: FinishedAttempt[] = [];
  const faults: IdentikitError[] = [];
  for (const jws of ticketsIn(file)) {
    // The tickets of other runs may be for other pools; what a ticket claims of itself can only leave it out.
    if (options.run.length > 0 && !options.run.includes(claimedRun(jws) ?? "")) continue;
    try {
      const ticket = await openTicket(jws, demand);
      finished.push(await runTicket(context, ticket, { ports, poolKey: key, directory }));
    } catch (caught) {
      context.signal.throwIfAborted();
      faults.push(asFault(caught));
    }
  }
  return runAccount(finished, faults);
}

/** The run that a ticket says it is for, before its signature is looked at. */
function claimedRun(jws: string): string | undefined {
  try {
    return claims.parse(JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8"))).run;
  } catch {
    return undefined;
  }
}

/** @throws {IdentikitError} `TICKET_INVALID` */
function ticketsIn(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw noTickets(`${file} cannot be read: ${messageOf(cause)}`, cause);
  }
  const tickets = text.split("\n").filter((line) => line.trim() !== "");
  if (tickets.length === 0) throw noTickets(`${file} holds no ticket`);
  return tickets;
}

function noTickets(problem: string, cause?: unknown): IdentikitError {
  return new IdentikitError("TICKET_INVALID", problem, {
    remedy: "Give the file with tickets that dispatch wrote; a run that waits has none yet.",
    cause,
  });
}
