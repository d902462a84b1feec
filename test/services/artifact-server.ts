import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { listenAlone } from "./free-port.ts";

/** The fields that Gitea up to 1.25 and act know; they refuse a request with any other one. */
const knownFields: Readonly<Record<string, readonly string[]>> = {
  CreateArtifact: ["workflow_run_backend_id", "workflow_job_run_backend_id", "name", "expires_at", "version"],
  FinalizeArtifact: ["workflow_run_backend_id", "workflow_job_run_backend_id", "name", "size", "hash"],
  ListArtifacts: ["workflow_run_backend_id", "workflow_job_run_backend_id", "name_filter", "id_filter"],
  GetSignedArtifactURL: ["workflow_run_backend_id", "workflow_job_run_backend_id", "name"],
};

/** As Go's `base64.URLEncoding` writes it, its padding neither escaped nor left out. */
const signature = "c2lnbmF0dXJlLW9mLTMyLWJ5dGVzLWFuZC1hLWhhbGY=";

interface Stored {
  readonly id: number;
  readonly name: string;
  /** Appended in the order of arrival, as act and Gitea do. */
  zip: Buffer;
  finished: boolean;
  /** When it is to go, as it was asked for; `undefined` where the host decides. */
  readonly expires: string | undefined;
}

/**
 * An artifact server that speaks the v4 protocol as GitHub, Gitea and act do: JSON over HTTP in either spelling of names,
 * no digest in its lists, addresses whose signature must come back with its padding.
 */
export class ArtifactServer implements AsyncDisposable {
  readonly stored: Stored[] = [];
  /** The most uploads of blocks that were under way at once. */
  mostAtOnce = 0;
  /** Answer every block with 403. */
  refuseBlocks = false;
  /** Answer so many requests with 503 first. */
  stumbles = 0;
  /** Keep an artifact for the whole days that remain when it is made, as Gitea does: a day less a moment is none. */
  countsWholeDays = false;
  /** Names as Gitea and act write them; GitHub's have underscores. */
  camelCase = true;
  #underWay = 0;
  readonly #server = createServer(async (request, response) => {
    const { status, body } = await this.#answer(request);
    response.writeHead(status, {
      "content-type": Buffer.isBuffer(body) ? "application/zip" : "application/json",
    });
    response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });

  static async listen(): Promise<ArtifactServer> {
    const server = new ArtifactServer();
    await listenAlone(server.#server);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** The variables that a runner with this server gives its jobs. */
  get env(): Record<string, string> {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "none" })}.${part({ scp: "Actions.Results:1:2" })}.signature`;
    return { ACTIONS_RESULTS_URL: this.url, ACTIONS_RUNTIME_TOKEN: token };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const url = new URL(request.url ?? "/", this.url);
    if (this.stumbles-- > 0) return { status: 503, body: {} };
    const signed = request.method !== "POST";
    if (signed && url.searchParams.get("sig") !== signature) return { status: 401, body: {} };
    if (signed === (request.headers.authorization !== undefined)) return { status: 401, body: {} };
    if (request.method === "PUT") return this.#takeBlock(url, request);
    if (request.method === "GET") {
      const found = this.stored.find((artifact) => artifact.name === url.searchParams.get("name"));
      return found ? { status: 200, body: found.zip } : { status: 404, body: {} };
    }
    const method = url.pathname.split("/").at(-1) ?? "";
    const body = JSON.parse((await bytesOf(request)).toString("utf8"));
    const unknown = Object.keys(body).find((field) => !knownFields[method]?.includes(field));
    if (unknown) return { status: 500, body: { msg: `unknown field "${unknown}"` } };
    const answer = this.#call(method, body);
    return { status: 200, body: this.camelCase ? camelCased(answer) : answer };
  }

  #call(
    method: string,
    body: { name: string; name_filter?: string; id_filter?: string; expires_at?: string },
  ): object {
    const signed = `${this.url}artifacts/blob?sig=${signature}&name=${encodeURIComponent(body.name)}`;
    if (method === "CreateArtifact") {
      const artifact = {
        id: this.stored.length + 1,
        name: body.name,
        zip: Buffer.alloc(0),
        finished: false,
        expires: body.expires_at,
      };
      this.stored.push(artifact);
      return { ok: true, signed_upload_url: signed };
    }
    if (method === "GetSignedArtifactURL") return { signed_url: signed };
    if (method === "FinalizeArtifact") {
      const artifact = this.stored.find((candidate) => candidate.name === body.name);
      if (artifact) artifact.finished = true;
      return { ok: artifact !== undefined, artifact_id: String(artifact?.id ?? 0) };
    }
    const isKept = ({ expires }: Stored): boolean =>
      !this.countsWholeDays ||
      expires === undefined ||
      Date.parse(expires) - Date.now() >= 24 * 60 * 60 * 1000;
    const artifacts = this.stored
      .filter(isKept)
      .filter(({ name }) => body.name_filter === undefined || body.name_filter === name)
      .filter(({ id }) => body.id_filter === undefined || body.id_filter === String(id))
      .map(({ id, name, zip }) => ({ name, database_id: String(id), size: String(zip.length) }));
    return { artifacts };
  }

  async #takeBlock(url: URL, request: IncomingMessage): Promise<{ status: number; body: object }> {
    if (this.refuseBlocks) return { status: 403, body: {} };
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#underWay);
    const block = await bytesOf(request);
    const artifact = this.stored.find(({ name }) => name === url.searchParams.get("name"));
    // A small upload comes as one blob without `comp`, a streamed one as blocks and their list.
    if (artifact && url.searchParams.get("comp") !== "blocklist") {
      artifact.zip = Buffer.concat([artifact.zip, block]);
    }
    this.#underWay -= 1;
    return { status: 201, body: {} };
  }
}

function camelCased(value: unknown): object {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== "object" || value === null) return value as unknown as object;
  const camel = (name: string): string =>
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [camel(name), camelCased(field)]));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
