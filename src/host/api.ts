import { randomUUID } from "node:crypto";
import type { Octokit } from "@octokit/rest";
import { asFault, IdentikitError } from "../fault/error.ts";
import { fieldsOf } from "../fault/thrown.ts";
import { shortened, visible } from "../fault/visible.ts";
import type { Logger } from "../runtime/logger.ts";
import type { ApiDialect, Host } from "./host.ts";

export interface ApiOptions {
  readonly host: Host;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** One answer takes at most this long, and is at most this big. */
const answerLimits = { milliseconds: 30_000, bytes: 32 * 1024 * 1024 } as const;

/** A rate limit is waited for when it ends within this time; a job's minutes are worth more than a comment. */
const rateLimitSeconds = 60;

/** Rows are read from this many pages at most. */
const pageLimit = 200;

/** The host's API for one repository. Requests are tried again after server errors and short rate limits. */
export class HostApi {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly dialect: ApiDialect;
  readonly #url: string;
  readonly #signal: AbortSignal;

  private constructor(octokit: Octokit, owner: string, repo: string, options: ApiOptions) {
    this.octokit = octokit;
    this.owner = owner;
    this.repo = repo;
    this.dialect = options.host.dialect;
    this.#url = options.host.apiUrl;
    this.#signal = options.signal;
  }

  /** Loads the client; nothing is sent. @throws {IdentikitError} `USAGE` for a repository that is not `owner/name` */
  static async open(options: ApiOptions): Promise<HostApi> {
    const [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/.exec(options.repository) ?? [];
    if (owner === undefined || repo === undefined) {
      throw new IdentikitError(
        "USAGE",
        `"${visible(options.repository)}" is not a repository as owner/name`,
        {
          remedy: "The runner gives it in GITHUB_REPOSITORY.",
        },
      );
    }
    return new HostApi(await loadClient(options), owner, repo, options);
  }

  /**
   * The rows of a list, page after page. Pages are asked for by number at our own base, since the links that an
   * instance behind a proxy sends lead to its outward address; they only say whether there are more.
   * @param read gives one page of at most `limit` rows; Gitea answers `null` for none
   */
  async *rows<Row>(
    read: (paging: { page: number; per_page: number; limit: number }) => Promise<Page<Row>>,
  ): AsyncGenerator<Row> {
    for (let page = 1; page <= pageLimit; page++) {
      // GitHub reads `per_page`, Gitea `limit`; each ignores the other's.
      const { data, headers } = await read({ page, per_page: 100, limit: 50 });
      yield* data ?? [];
      if (!/\brel="?next\b/.test(headers.link ?? "")) return;
    }
  }

  /**
   * What a failed request means for the user.
   * @param attempt what was tried, in words: "set a status"
   */
  fault(cause: unknown, attempt: string): IdentikitError {
    if (cause instanceof IdentikitError) return cause;
    const place = `${this.owner}/${this.repo} on ${this.#url}`;
    if (this.#signal.aborted) return asFault(this.#signal.reason);
    const status = hostStatus(cause);
    const said = cause instanceof Error ? shortened(visible(cause.message), 200) : "no answer";
    if (status === 401 || status === 403 || status === 404) {
      return new IdentikitError("HOST_DENIED", `may not ${attempt} in ${place}: ${status} ${said}`, {
        remedy: "Give the job's token the permission that the action's page names, or give another token.",
        cause,
      });
    }
    const later = status === undefined || status >= 500 || status === 429;
    return new IdentikitError("HOST_UNREACHABLE", `could not ${attempt} in ${place}: ${said}`, {
      remedy: later ? "Run the job again when the host answers." : "Check the repository and the commit.",
      cause,
      retry: later ? { kind: "later" } : { kind: "never" },
    });
  }
}

export interface Page<Row> {
  readonly data: readonly Row[] | null;
  readonly headers: { readonly link?: string | undefined };
}

/** The HTTP status of a failed request, where there was an answer. */
export function hostStatus(cause: unknown): number | undefined {
  const { status, response } = fieldsOf(cause);
  return response !== undefined && typeof status === "number" ? status : undefined;
}

async function loadClient({ host, token, log, signal }: ApiOptions): Promise<Octokit> {
  // Most runs write neither a status nor a comment.
  const [{ Octokit }, { retry }, { throttling }] = await Promise.all([
    import("@octokit/rest"),
    import("@octokit/plugin-retry"),
    import("@octokit/plugin-throttling"),
  ]);
  const mayWait = (kind: string) => (seconds: number, _: unknown, __: unknown, tries: number) => {
    log.warn(`the host's ${kind} rate limit ends in ${seconds} s`);
    return tries < 2 && seconds <= rateLimitSeconds;
  };
  const Client = Octokit.plugin(retry, throttling);
  return new Client({
    baseUrl: host.apiUrl,
    userAgent: "identikit",
    ...(token === "" ? {} : { auth: token }),
    log: { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug },
    request: { fetch: boundedFetch(signal) },
    retry: { retries: 2 },
    // GitHub asks for a second between writes, and for three between those that notify people. Gitea has no such rule: there,
    // the statuses of a gate would take as many seconds as it has rules. The pauses are the client's own, not all clients': a status
    // need not wait for a comment.
    throttle: {
      enabled: host.dialect === "github",
      id: randomUUID(),
      onRateLimit: mayWait("primary"),
      onSecondaryRateLimit: mayWait("secondary"),
    },
  });
}

function boundedFetch(signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerLimits.milliseconds)]);
    const answer = await fetch(input, { ...init, signal: limit }).catch((cause: unknown) => {
      // The client tries again after any other fault, and waits before it does.
      if (signal.aborted) throw new DOMException("stopped", "AbortError");
      throw cause;
    });
    if (!answer.body) return answer;
    let room: number = answerLimits.bytes;
    const bounded = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        room -= chunk.length;
        if (room < 0) controller.error(new Error(`an answer of more than ${answerLimits.bytes} bytes`));
        else controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = answer;
    return new Response(answer.body.pipeThrough(bounded), { status, statusText, headers });
  };
}
