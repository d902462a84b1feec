import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Adapter, CommandLine } from "../adapters/adapter.ts";
import { adapterNamed } from "../adapters/adapters.ts";
import type { LaunchSession, OutboxProgram } from "../adapters/launch.ts";
import { readLaunchParts } from "../adapters/launch-parts.ts";
import { outboxInstructions } from "../agents/outbox/outbox-instructions.ts";
import { capabilitiesIn } from "../agents/readiness/client-capabilities.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import type { Json } from "../config/schema/agent-config.ts";
import type { IsolationKind } from "../isolation/isolation.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import type { AttemptPlace } from "./attempt-place.ts";
import { answersFile } from "./unanswered.ts";

/** What a client's start depends on beside the ticket. */
export interface ClientPlaces {
  readonly place: AttemptPlace;
  readonly workspace: string;
  readonly envDirectory: string;
  readonly isolation: IsolationKind;
  /** How the outbox's server is started in the isolation; left out where it cannot be. */
  readonly outbox: OutboxProgram | undefined;
  readonly hasClientSandbox: boolean;
  /** The task with its context. */
  readonly prompt: string;
  /** The session that an attempt goes on with; a new one if left out. */
  readonly session?: LaunchSession | undefined;
}

export interface ClientLaunch {
  readonly adapter: Adapter;
  readonly command: CommandLine;
  readonly session: LaunchSession;
}

const servers = z.object({ mcpServers: z.record(z.string(), z.json()).default({}) });
const seenClient = z.object({
  client: z.object({ capabilities: z.array(z.string()).default([]) }).optional(),
});

/**
 * Says how a ticket's client is started, and writes the files that it is started with.
 * @throws {IdentikitError} `TICKET_INVALID`, `CLIENT_INCAPABLE`, `SESSION_INVALID`
 */
export function launchClient(ticket: Ticket, places: ClientPlaces): ClientLaunch {
  const { profile } = ticket.stack;
  const adapter = adapterNamed(readLaunchParts(profile).adapter.name);
  const { place, envDirectory, outbox } = places;
  const session = places.session ?? { kind: "new", sessionId: randomUUID() };
  const own = adapter.promptFile === undefined ? "" : textIn(envDirectory, adapter.promptFile);
  const told = outboxInstructions({
    file: place.requests,
    answers: join(place.answers, answersFile),
    hasServer: outbox !== undefined,
  });
  const command = adapter.commandLine({
    profile,
    trustTier: ticket.trustTier,
    budget: ticket.budget,
    capabilities: capabilitiesIn(seenClient.parse(profile).client?.capabilities ?? []),
    session,
    prompt: places.prompt,
    instructions: [own, told].filter((text) => text.trim() !== "").join("\n\n"),
    places: {
      workspace: places.workspace,
      envDirectory,
      files: place.files,
      outbox: place.requests,
      answers: join(place.answers, answersFile),
    },
    outbox,
    mcpServers: adapter.serversFile === undefined ? {} : serversIn(envDirectory, adapter.serversFile),
    isolation: places.isolation,
    hasClientSandbox: places.hasClientSandbox,
  });
  for (const file of command.files)
    writeBelow(file.place === "files" ? place.files : envDirectory, file.path, file.text);
  return { adapter, command, session };
}

function serversIn(directory: string, name: string): Readonly<Record<string, Json>> {
  const text = textIn(directory, name);
  return text === "" ? {} : servers.parse(JSON.parse(text)).mcpServers;
}

/** A file that we rendered ourselves; empty where the configuration gives none. */
function textIn(directory: string, name: string): string {
  try {
    return readFileSync(join(directory, name), "utf8");
  } catch {
    return "";
  }
}

function writeBelow(directory: string, path: string, text: string): void {
  const [name = "", ...above] = path.split("/").reverse();
  using folder = AnchoredDirectory.make(join(directory, ...above.reverse()), 0o755);
  writeFileIn(folder, name, Buffer.from(text), { mode: 0o400, sync: false });
}
