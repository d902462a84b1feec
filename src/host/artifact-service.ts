import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { shortened, visible } from "../fault/visible.ts";
import { digestOf } from "../tree/digest.ts";
import type { JobEnv } from "./host.ts";

/** One request takes at most this long; what is fetched is at most this big. */
const limits = { milliseconds: 120_000, answerBytes: 1024 * 1024, archiveBytes: 256 * 1024 * 1024 } as const;
const blockBytes = 8 * 1024 * 1024;
const tries = 4;

const text = z.string().min(1);
const number = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
// Field names: GitHub's service writes them as in the protocol's definition, Gitea's and act's in camelCase.
const snakeCased = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((answer) => mapKeys(answer, snake), schema);
const created = snakeCased(z.looseObject({ ok: z.literal(true), signed_upload_url: z.url() }));
const finalized = snakeCased(z.looseObject({ ok: z.literal(true), artifact_id: number }));
const signed = snakeCased(z.looseObject({ signed_url: z.url() }));
const stored = snakeCased(
  z.looseObject({
    name: text,
    database_id: number,
    workflow_run_backend_id: text.optional(),
    workflow_job_run_backend_id: text.optional(),
  }),
);
const listed = z.looseObject({ artifacts: z.array(stored).nullish() });

/** An artifact as the service lists it. */
export type StoredArtifact = z.output<typeof stored>;

/**
 * The artifact service of a run (protocol v4: JSON over Twirp, archives in block blobs), as GitHub, Gitea, Forgejo and
 * act have it. Written here because the toolkit's client cannot be had on all of them: it refuses every server but
 * github.com, and the storage client under it cuts the padding off the signatures of act and of older Gitea.
 */
export class ArtifactService {
  readonly #url: string;
  readonly #token: string;
  readonly #signal: AbortSignal;
  readonly #ids: { readonly workflow_run_backend_id: string; readonly workflow_job_run_backend_id: string };

  /** @throws {IdentikitError} `ARTIFACT_FAILED` where the runner offers no such service */
  constructor(env: JobEnv, signal: AbortSignal) {
    const { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: token } = env;
    if (!url || !token)
      throw refused("the runner offers no artifact storage (ACTIONS_RESULTS_URL is not set)");
    this.#url = new URL(url).origin;
    this.#token = token;
    this.#signal = signal;
    this.#ids = backendIds(token);
  }

  /** Stores an archive under a name; gives its id. Blocks go one after the other: act appends them as they come. */
  async store(name: string, archive: Buffer, expires?: Date): Promise<number> {
    const { signed_upload_url: target } = await this.#call("CreateArtifact", created, {
      ...this.#ids,
      name,
      version: 4,
      ...(expires ? { expires_at: expires.toISOString() } : {}),
    });
    const ids: string[] = [];
    for (let at = 0; at === 0 || at < archive.length; at += blockBytes) {
      const id = Buffer.from(String(ids.length).padStart(8, "0")).toString("base64");
      ids.push(id);
      const block = archive.subarray(at, at + blockBytes);
      await this.#put(extended(target, `comp=block&blockid=${encodeURIComponent(id)}`), block);
    }
    const list = ids.map((id) => `<Latest>${id}</Latest>`).join("");
    const xml = `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`;
    await this.#put(extended(target, "comp=blocklist"), Buffer.from(xml), {
      "content-type": "application/xml",
      "x-ms-blob-content-type": "zip",
    });
    const { artifact_id: id } = await this.#call("FinalizeArtifact", finalized, {
      ...this.#ids,
      name,
      size: String(archive.length),
      hash: digestOf(archive),
    });
    return id;
  }

  /** The newest artifact of this run with a name. */
  async find(name: string): Promise<StoredArtifact | undefined> {
    const { artifacts } = await this.#call("ListArtifacts", listed, { ...this.#ids, name_filter: name });
    const found = (artifacts ?? []).filter((artifact) => artifact.name === name);
    return found.toSorted((a, b) => b.database_id - a.database_id)[0];
  }

  /** The archive of an artifact. */
  async fetch(artifact: StoredArtifact): Promise<Buffer> {
    const { workflow_run_backend_id, workflow_job_run_backend_id, name } = { ...this.#ids, ...artifact };
    const owner = { workflow_run_backend_id, workflow_job_run_backend_id };
    const { signed_url: source } = await this.#call("GetSignedArtifactURL", signed, { ...owner, name });
    return this.#request("GetArtifact", source, { method: "GET" }, limits.archiveBytes);
  }

  async #call<Answer>(method: string, schema: z.ZodType<Answer>, body: object): Promise<Answer> {
    const path = `/twirp/github.actions.results.api.v1.ArtifactService/${method}`;
    const headers = { "content-type": "application/json", authorization: `Bearer ${this.#token}` };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await this.#request(method, `${this.#url}${path}`, request, limits.answerBytes);
    try {
      return schema.parse(JSON.parse(answer.toString("utf8")));
    } catch (cause) {
      throw refused(`${method} was answered with something else than the protocol says`, cause);
    }
  }

  /** A signed address needs no token, and gets none. */
  async #put(url: string, body: Buffer, headers: Record<string, string> = {}): Promise<void> {
    const request = {
      method: "PUT",
      headers: { "x-ms-version": "2023-11-03", ...headers },
      body: new Uint8Array(body),
    };
    await this.#request("UploadArtifact", url, request, limits.answerBytes);
  }

  /** Asks, and asks again where the server stumbles. Addresses are not repeated in messages: they are signed. */
  async #request(what: string, url: string, request: RequestInit, maxBytes: number): Promise<Buffer> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#ask(what, url, request, maxBytes);
      } catch (caught) {
        if (this.#signal.aborted) throw stopped(caught);
        const again = !(caught instanceof IdentikitError) || caught.retry.kind === "later";
        if (!again || tried === tries)
          throw caught instanceof IdentikitError ? caught : unreachable(what, caught);
        await sleep(500 * 2 ** tried, undefined, { signal: this.#signal }).catch((cause) => {
          throw stopped(cause);
        });
      }
    }
  }

  async #ask(what: string, url: string, request: RequestInit, maxBytes: number): Promise<Buffer> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(limits.milliseconds)]);
    const answer = await fetch(url, { ...request, signal });
    const bytes = await bodyOf(answer, maxBytes);
    if (answer.ok) return bytes;
    const said = shortened(visible(bytes.toString("utf8").trim()), 200);
    const later = answer.status >= 500 || answer.status === 429;
    throw refused(`${what} was answered ${answer.status} ${said}`.trimEnd(), undefined, later);
  }
}

async function bodyOf(answer: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let room = maxBytes;
  for await (const chunk of answer.body ?? []) {
    room -= chunk.length;
    if (room < 0) throw refused(`the server sent more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Which run and job this is to the service: the scope `Actions.Results:RUN:JOB` of the token, which is a JWT. */
function backendIds(token: string) {
  const [, payload = ""] = token.split(".");
  const claims = z.looseObject({ scp: z.string() });
  try {
    const { scp } = claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    const [, run, job] = /(?:^| )Actions\.Results:([^: ]+):([^: ]+)(?: |$)/.exec(scp) ?? [];
    if (run && job) return { workflow_run_backend_id: run, workflow_job_run_backend_id: job };
  } catch {
    // What the token is instead must not be told.
  }
  throw refused("the runner's token is not one for artifacts");
}

/** A signed address with more parameters; what is signed stays as it is, byte for byte. */
function extended(address: string, parameters: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}${parameters}`;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function mapKeys(value: unknown, rename: (name: string) => string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [rename(name), field]));
}

function refused(reason: string, cause?: unknown, later = false): IdentikitError {
  return new IdentikitError("ARTIFACT_FAILED", reason, {
    remedy: "Check that the host serves v4 artifacts, and that the artifact's name is used once in a run.",
    retry: later ? { kind: "later" } : { kind: "never" },
    ...(cause === undefined ? {} : { cause }),
  });
}

function unreachable(what: string, cause: unknown): IdentikitError {
  return refused(`${what}: the artifact service could not be reached`, cause, true);
}

function stopped(cause: unknown): IdentikitError {
  return new IdentikitError("CANCELLED", "stopped while an artifact was under way", {
    remedy: "Run again.",
    cause,
  });
}
