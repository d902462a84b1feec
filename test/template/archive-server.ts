import { execFileSync } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { listenAlone } from "../services/free-port.ts";
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
  /** Entries of one page of a listing, as Gitea has it. */
  pageSize: number;
  /** Old `owner/repo` to the new one: everything about the old is redirected, as both servers do it. */
  renamed: Readonly<Record<string, string>>;
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
    pageSize: 1000,
    renamed: {} as Readonly<Record<string, string>>,
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
  await listenAlone(server);
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

type State = Pick<ArchiveServer, "redirect" | "archive" | "topFolder" | "pageSize" | "renamed">;

function route(
  state: State,
  repositories: Readonly<Record<string, string>>,
  url: string,
  response: ServerResponse,
) {
  const { pathname, search, searchParams } = new URL(url, "http://localhost");
  const plain = pathname.replace(/^\/repositories\/([^/]+)/, (_, id) => `/repos/${decodeURIComponent(id)}`);
  const match = /^(\/api\/v1)?\/repos\/([^/]+)\/([^/]+)(?:\/(.*))?$/.exec(plain.replace(/\/$/, ""));
  const [owner, name] = [match?.[2] ?? "", match?.[3] ?? ""];
  const moved = state.renamed[`${owner}/${name}`];
  if (match && moved !== undefined) {
    serveMoved(moved, `${match[4] ?? ""}${search}`, match[1] !== undefined, response);
    return;
  }
  const repository = repositories[`${owner}/${name}`];
  if (!match || repository === undefined) {
    response.writeHead(404).end();
    return;
  }
  const asked = { owner, name, gitea: match[1] !== undefined, rest: match[4] ?? "", pathname, searchParams };
  serve(state, repository, asked, response);
}

interface Asked {
  readonly owner: string;
  readonly name: string;
  readonly gitea: boolean;
  /** What follows the repository's name. */
  readonly rest: string;
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}

function serve(state: State, repository: string, asked: Asked, response: ServerResponse): void {
  const { owner, name, gitea, rest, pathname, searchParams } = asked;
  const archive = gitea ? /^archive\/(.+)\.tar\.gz$/.exec(rest) : /^tarball\/(.+)$/.exec(rest);
  const commit = gitea ? /^git\/commits\/(.+)$/.exec(rest) : /^commits\/(.+)$/.exec(rest);
  if (rest === "") {
    const branch = run(repository, "symbolic-ref", "--short", "HEAD");
    json(response, { default_branch: branch, full_name: `${owner}/${name}` });
  } else if (rest.startsWith("git/trees/"))
    serveTree(repository, rest.slice(10), { gitea, searchParams, pageSize: state.pageSize }, response);
  else if (rest.startsWith("git/blobs/")) serveBlob(repository, rest.slice(10), response);
  else if (commit) serveCommit(repository, decodeURIComponent(commit[1] as string), gitea, response);
  else if (archive && state.redirect !== undefined)
    response.writeHead(302, { location: `${state.redirect}${pathname}` }).end();
  else if (archive && !has(repository, archive[1] as string)) response.writeHead(404).end();
  else if (archive) {
    const prefix = gitea ? name.toLowerCase() : `${owner}-${name}-${(archive[1] as string).slice(0, 7)}`;
    response.writeHead(200, { "content-type": "application/gzip" });
    response.end(
      state.archive ?? archiveOf(repository, archive[1] as string, state.topFolder ? `${prefix}/` : ""),
    );
  } else response.writeHead(404).end();
}

function has(repository: string, commit: string): boolean {
  try {
    return run(repository, "cat-file", "-t", commit) !== "";
  } catch {
    return false;
  }
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

/** Gitea: 307 to the new name; GitHub: 301 to the repository's number. */
function serveMoved(moved: string, rest: string, gitea: boolean, response: ServerResponse): void {
  const base = gitea ? `/api/v1/repos/${moved}` : `/repositories/${encodeURIComponent(moved)}`;
  response.writeHead(gitea ? 307 : 301, { location: `${base}/${rest}` }).end();
}

interface TreeRequest {
  readonly gitea: boolean;
  readonly searchParams: URLSearchParams;
  readonly pageSize: number;
}

/** Gitea lists in pages, and says 400 of an unknown id; GitHub lists all at once, and says 404. */
function serveTree(
  repository: string,
  id: string,
  { gitea, searchParams, pageSize }: TreeRequest,
  response: ServerResponse,
): void {
  const deep = searchParams.has("recursive") ? ["-r", "-t"] : [];
  let listed: string;
  try {
    listed = run(repository, "ls-tree", "-l", "-z", ...deep, id);
  } catch {
    response.writeHead(gitea ? 400 : 404).end("{}");
    return;
  }
  const entries = [...listed.matchAll(/(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t([^\0]+)\0/g)].map(
    ([, mode, type, sha, size, path]) => ({
      path,
      mode,
      type,
      sha,
      url: "…",
      ...(size === "-" ? {} : { size: Number(size) }),
    }),
  );
  const page = Number(searchParams.get("page") ?? 1);
  const start = gitea ? (page - 1) * pageSize : 0;
  const tree = gitea ? entries.slice(start, start + pageSize) : entries;
  const truncated = gitea && start + pageSize < entries.length;
  json(response, { sha: id, url: "…", tree, truncated, page, total_count: entries.length });
}

function serveBlob(repository: string, id: string, response: ServerResponse): void {
  const bytes = execFileSync("git", ["cat-file", "blob", id], { cwd: repository, env: environment });
  const content = bytes.toString("base64").replace(/(.{60})/g, "$1\n");
  json(response, { sha: id, size: bytes.length, encoding: "base64", content });
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
