import { execFileSync } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { environment } from "./git-repository.ts";

export interface ArchiveServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Every request as `METHOD path`, in order. */
  readonly requests: string[];
  /** The `Authorization` header of every request. */
  readonly credentials: (string | undefined)[];
  /** Answers a request instead of the server; says whether it did. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Where archives are redirected to, if anywhere. */
  redirect: string | undefined;
  /** Bytes that are served for every archive instead of what git makes. */
  archive: Buffer | undefined;
  /** Whether archives have a top folder. */
  topFolder: boolean;
  /** A token without which everything is 401. */
  token: string | undefined;
  /** Milliseconds before each answer. */
  latencyMs: number;
  stop(): void;
}

/**
 * A server that speaks the parts of Gitea's and GitHub's API that fetching asks for, over repositories on this
 * machine (`owner/repo` to directory); archives are what `git archive` makes, in each server's form.
 */
export async function archiveServer(repositories: Readonly<Record<string, string>>): Promise<ArchiveServer> {
  const state = {
    requests: [] as string[],
    credentials: [] as (string | undefined)[],
    answer: (_request: IncomingMessage, _response: ServerResponse) => false,
    redirect: undefined as string | undefined,
    archive: undefined as Buffer | undefined,
    topFolder: true,
    token: undefined as string | undefined,
    latencyMs: 0,
  };
  const server = createServer(async (request, response) => {
    state.requests.push(`${request.method} ${request.url}`);
    state.credentials.push(request.headers.authorization);
    if (state.latencyMs > 0) await sleep(state.latencyMs);
    if (state.answer(request, response)) return;
    if (state.token !== undefined && !request.headers.authorization?.endsWith(` ${state.token}`)) {
      response.writeHead(401).end();
      return;
    }
    route(state, repositories, request.url as string, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, { origin, stop });
}

/** {@link archiveServer}, stopped when the test ends. */
export async function testArchiveServer(
  repositories: Readonly<Record<string, string>> = {},
): Promise<ArchiveServer> {
  const server = await archiveServer(repositories);
  onTestFinished(() => server.stop());
  return server;
}

type State = Pick<ArchiveServer, "redirect" | "archive" | "topFolder">;

function route(
  state: State,
  repositories: Readonly<Record<string, string>>,
  url: string,
  response: ServerResponse,
) {
  const { pathname } = new URL(url, "http://localhost");
  const match = /^(\/api\/v1)?\/repos\/([^/]+)\/([^/]+)(?:\/(.*))?$/.exec(pathname);
  const [owner, name] = [match?.[2] ?? "", match?.[3] ?? ""];
  const repository = repositories[`${owner}/${name}`];
  if (!match || repository === undefined) {
    response.writeHead(404).end();
    return;
  }
  const [gitea, rest] = [match[1] !== undefined, match[4] ?? ""];
  const archive = gitea ? /^archive\/(.+)\.tar\.gz$/.exec(rest) : /^tarball\/(.+)$/.exec(rest);
  const commit = gitea ? /^git\/commits\/(.+)$/.exec(rest) : /^commits\/(.+)$/.exec(rest);
  if (rest === "") json(response, { default_branch: run(repository, "symbolic-ref", "--short", "HEAD") });
  else if (commit) serveCommit(repository, decodeURIComponent(commit[1] as string), gitea, response);
  else if (archive && state.redirect !== undefined)
    response.writeHead(302, { location: `${state.redirect}${pathname}` }).end();
  else if (archive) {
    const prefix = gitea ? name.toLowerCase() : `${owner}-${name}-${(archive[1] as string).slice(0, 7)}`;
    response.writeHead(200, { "content-type": "application/gzip" });
    response.end(
      state.archive ?? archiveOf(repository, archive[1] as string, state.topFolder ? `${prefix}/` : ""),
    );
  } else response.writeHead(404).end();
}

function serveCommit(repository: string, ref: string, gitea: boolean, response: ServerResponse): void {
  try {
    const sha = run(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
    if (gitea) json(response, { sha, url: "…", commit: {} });
    else response.writeHead(200, { "content-type": "application/vnd.github.sha" }).end(sha);
  } catch {
    response.writeHead(gitea ? 404 : 422).end("{}");
  }
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** What `git archive` makes of a commit. */
export function archiveOf(repository: string, commit: string, prefix: string): Buffer {
  const args = ["archive", "--format=tar.gz", `--prefix=${prefix}`, commit];
  return execFileSync("git", args, { cwd: repository, env: environment, maxBuffer: 64 * 1024 * 1024 });
}

function run(repository: string, ...args: string[]): string {
  return execFileSync("git", args, {
    cwd: repository,
    env: environment,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}
