import { maskIn } from "../adapters/masking/masked-events.ts";
import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import { type OutboxRequest, outboxRequest } from "../agents/outbox/outbox-request.ts";
import { OutboxReader } from "../agents/outbox/read-outbox.ts";
import { IdentikitError } from "../fault/error.ts";
import { credentialRanges } from "../template/secret-scan.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { readFileIn } from "../tree/file-reader.ts";
import type { BundleParts } from "./bundle-parts.ts";
import type { EventLog } from "./event-log.ts";

/** Bytes of a file that an agent hands in, at most. */
const largestFile = 32 * 1024 * 1024;

/** Reads what the agent asked for; what is no request becomes an event. */
export async function readRequests(folder: string, events: EventLog): Promise<readonly OutboxRequest[]> {
  using directory = AnchoredDirectory.open(folder);
  const { requests, problems } = await new OutboxReader(directory, "requests.jsonl").read(true);
  for (const { line, problem } of problems)
    events.add({ type: "status", status: "failed", text: `outbox, line ${line}: ${problem}` });
  return requests.map(({ request }) => request);
}

/** What the agent asked for, without the secrets that it was given. */
export function addRequests(
  parts: BundleParts,
  requests: readonly OutboxRequest[],
  secrets: SecretFinder,
): void {
  if (requests.length === 0) return;
  const lines = requests.map((request) => `${JSON.stringify(maskedRequest(request, secrets))}\n`);
  parts.add({
    ...{ kind: "outbox", name: "requests.jsonl", mediaType: "application/jsonl" },
    content: Buffer.from(lines.join("")),
  });
}

/** A request without the secrets that its agent was given. */
export function maskedRequest(request: OutboxRequest, secrets: SecretFinder): OutboxRequest {
  const value = outboxRequest.safeParse(masked(request, secrets));
  // A name of a request that is a secret is no name any more, and neither is its request one.
  return value.data ?? { ...request, id: undefined };
}

function masked(value: unknown, secrets: SecretFinder): unknown {
  if (typeof value === "string") return maskIn(value, secrets);
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, secrets)]));
}

/** The files of the workspace that the agent hands in: regular ones, through no link, each as it is after its end. */
export async function addFiles(
  parts: BundleParts,
  requests: readonly OutboxRequest[],
  workspace: string,
  { events, secrets }: { readonly events: EventLog; readonly secrets: SecretFinder },
): Promise<void> {
  for (const [at, request] of requests.entries()) {
    if (request.type !== "file") continue;
    const content = fileAt(workspace, request.path);
    if (typeof content === "string") {
      events.add({ type: "status", status: "failed", text: `the file ${request.path}: ${content}` });
      continue;
    }
    const { title = request.path, mediaType = "application/octet-stream" } = request;
    const text = content.toString("utf8");
    const suspectedSecrets = secrets.find(text).found.length + (await credentialRanges(text)).length;
    parts.add({
      kind: "file",
      name: `${at + 1} ${title}`.slice(0, 300),
      mediaType,
      suspectedSecrets,
      content,
    });
  }
}

/** @returns what keeps it from being handed in, where something does */
function fileAt(workspace: string, path: string): Buffer | string {
  const names = path.split("/");
  if (names.some((name) => name === "" || name === "." || name === ".."))
    return "it is no path from the top of the workspace";
  const open: AnchoredDirectory[] = [];
  try {
    let folder = AnchoredDirectory.open(workspace);
    open.push(folder);
    for (const name of names.slice(0, -1)) {
      const below = folder.enter(name);
      if (!below) return "it is not there";
      folder = below;
      open.push(folder);
    }
    const file = readFileIn(folder, names.at(-1) ?? "", largestFile);
    return file ? Buffer.from(file.bytes) : "it is not there";
  } catch (caught) {
    if (caught instanceof IdentikitError) return caught.message;
    throw caught;
  } finally {
    for (const one of open.reverse()) one[Symbol.dispose]();
  }
}
