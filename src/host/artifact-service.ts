import { z } from "zod";
import { messageBody } from "../http/message.ts";
import type { NamedAddress } from "../http/named-address.ts";
import { digestOf } from "../tree/digest.ts";
import { ArtifactClient, artifactFault } from "./artifact-client.ts";
import type { JobEnv } from "./host.ts";

/** What is fetched is at most this big. */
const limits = { answerBytes: 1024 * 1024, archiveBytes: 256 * 1024 * 1024 } as const;
const blockBytes = 8 * 1024 * 1024;

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
  readonly #url: URL;
  readonly #client: ArtifactClient;
  readonly #token: string;
  readonly #ids: { readonly workflow_run_backend_id: string; readonly workflow_job_run_backend_id: string };

  /** @throws {IdentikitError} `ARTIFACT_FAILED` where the runner offers no such service */
  constructor(env: JobEnv, signal: AbortSignal) {
    const { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: token } = env;
    if (!url || !token)
      throw artifactFault("the runner offers no artifact storage (ACTIONS_RESULTS_URL is not set)");
    this.#url = new URL(new URL(url).origin);
    this.#client = new ArtifactClient(this.#url, env, signal);
    this.#token = token;
    this.#ids = backendIds(token);
  }

  /** Stores an archive under a name; gives its id. Blocks go one after the other: act appends them as they come. */
  async store(name: string, archive: Buffer, expires?: Date): Promise<number> {
    const { answer, by } = await this.#call("CreateArtifact", created, {
      ...this.#ids,
      name,
      version: 4,
      ...(expires ? { expires_at: expires.toISOString() } : {}),
    });
    const target = answer.signed_upload_url;
    const ids: string[] = [];
    for (let at = 0; at === 0 || at < archive.length; at += blockBytes) {
      const id = Buffer.from(String(ids.length).padStart(8, "0")).toString("base64");
      ids.push(id);
      const block = archive.subarray(at, at + blockBytes);
      const place = extended(target, `comp=block&blockid=${encodeURIComponent(id)}`);
      await this.#put(this.#client.named(place, by), block);
    }
    const list = ids.map((id) => `<Latest>${id}</Latest>`).join("");
    const xml = `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`;
    await this.#put(this.#client.named(extended(target, "comp=blocklist"), by), Buffer.from(xml), {
      "content-type": "application/xml",
      "x-ms-blob-content-type": "zip",
    });
    const stored = await this.#call("FinalizeArtifact", finalized, {
      ...this.#ids,
      name,
      size: String(archive.length),
      hash: digestOf(archive),
    });
    return stored.answer.artifact_id;
  }

  /** The newest artifact of this run with a name. */
  async find(name: string): Promise<StoredArtifact | undefined> {
    const { answer } = await this.#call("ListArtifacts", listed, { ...this.#ids, name_filter: name });
    const found = (answer.artifacts ?? []).filter((artifact) => artifact.name === name);
    return found.toSorted((a, b) => b.database_id - a.database_id)[0];
  }

  /** The archive of an artifact. */
  async fetch(artifact: StoredArtifact): Promise<Buffer> {
    const { workflow_run_backend_id, workflow_job_run_backend_id, name } = { ...this.#ids, ...artifact };
    const owner = { workflow_run_backend_id, workflow_job_run_backend_id };
    const { answer, by } = await this.#call("GetSignedArtifactURL", signed, { ...owner, name });
    const at = this.#client.named(answer.signed_url, by);
    const { bytes } = await this.#client.request("GetArtifact", { method: "GET", at }, limits.archiveBytes);
    return bytes;
  }

  async #call<Answer>(method: string, schema: z.ZodType<Answer>, body: object) {
    const url = new URL(`/twirp/github.actions.results.api.v1.ArtifactService/${method}`, this.#url);
    const request = {
      method: "POST",
      at: { url, by: undefined },
      headers: { "content-type": "application/json" },
      ownHeaders: { authorization: `Bearer ${this.#token}` },
      body: messageBody(Buffer.from(JSON.stringify(body))),
    };
    const { bytes, namer } = await this.#client.request(method, request, limits.answerBytes);
    try {
      return { answer: schema.parse(JSON.parse(bytes.toString("utf8"))), by: namer };
    } catch (cause) {
      throw artifactFault(`${method} was answered with something else than the protocol says`, { cause });
    }
  }

  /** A signed address needs no token, and gets none. */
  async #put(at: NamedAddress, bytes: Buffer, headers: Record<string, string> = {}): Promise<void> {
    const request = {
      method: "PUT",
      at,
      headers: { "x-ms-version": "2023-11-03", ...headers },
      body: messageBody(bytes),
    };
    await this.#client.request("UploadArtifact", request, limits.answerBytes);
  }
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
  throw artifactFault("the runner's token is not one for artifacts");
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
