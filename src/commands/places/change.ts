import { existsSync } from "node:fs";
import { posix, resolve } from "node:path";
import type { ChangeHost } from "../../changes/change-host.ts";
import type { ChangeContent } from "../../changes/content.ts";
import type { PullRequest } from "../../changes/facts.ts";
import { GitContent } from "../../changes/git-content.ts";
import { type Established, known, unknown } from "../../changes/known.ts";
import { IdentikitError } from "../../fault/error.ts";
import { HostApi } from "../../host/api.ts";
import { type ChangeEvent, readChangeEvent } from "../../host/change-event.ts";
import { forgeOf } from "../../host/forge.ts";
import { hostOf } from "../../host/host.ts";
import type { Context } from "../../runtime/context.ts";
import { hostTokenVariable } from "../options/host-token.ts";

export interface ChangeOptions {
  readonly base?: string | undefined;
  readonly head?: string | undefined;
  readonly event?: string | undefined;
  readonly pullRequest?: string | undefined;
  readonly repository?: string | undefined;
  readonly root?: string | undefined;
}

/** A change that was found: who is asked about it, and what was said. */
export interface Change {
  readonly content: ChangeContent;
  readonly host: ChangeHost | undefined;
  readonly request: Established<PullRequest>;
  readonly base: string;
  readonly head: string;
  /** Where the settings lie, from the top of the repository. */
  readonly directory: string;
  /** The top of the repository on this machine, for places in reports. */
  readonly top: string;
}

/**
 * The change that options, the job's event and the host speak of.
 * @throws {IdentikitError} `USAGE`, `CHANGE_UNKNOWN`, `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function openChange(context: Context, options: ChangeOptions): Promise<Change> {
  const { cwd } = context;
  const event = readChangeEvent({
    ...context.env,
    ...(options.event === undefined ? {} : { GITHUB_EVENT_PATH: resolve(cwd, options.event) }),
  });
  const place = resolve(cwd, options.root ?? ".");
  const git = openCheckout(context, place);
  const host = await openForge(context, options.repository);
  const request = await requestOf(options, event, host);
  const head = await commitOf("--head", options.head, git, event.head, request, ({ head: commit }) => commit);
  const tip = options.base === undefined ? await tipOf(host, request) : undefined;
  const base = await commitOf("--base", options.base, git, tip ?? event.base, request, (pull) => pull.base);
  if ("value" in request && options.head === undefined && request.value.head !== head)
    throw superseded(request.value, head);
  const whole = git && (await git.has(base, head)) ? git : undefined;
  const content = whole ?? contentOf(host, request);
  const directory = whole?.directory ?? posix.normalize(options.root ?? ".").replace(/^\.$|\/$/g, "");
  const top = resolve(place, ...(directory === "" ? [] : directory.split("/").map(() => "..")));
  return { content, host, request, base, head, directory, top: whole ? top : cwd };
}

/** The repository that a directory lies in; `undefined` where there is none. */
export function openCheckout({ env, signal, cwd }: Context, directory: string): GitContent | undefined {
  const place = resolve(cwd, directory);
  return existsSync(place) ? GitContent.open(place, { environment: env, signal }) : undefined;
}

/**
 * The host of the repository; `undefined` where no repository or no token is named.
 * @throws {IdentikitError} `USAGE`
 */
export async function openForge(
  context: Context,
  repository: string | undefined,
): Promise<ChangeHost | undefined> {
  const api = await openHostApi(context, repository);
  return api && forgeOf(api);
}

/** The host's API, as {@link openForge} has it. */
export async function openHostApi(
  { env, log, signal }: Context,
  named: string | undefined,
): Promise<HostApi | undefined> {
  const repository = named ?? env.GITHUB_REPOSITORY ?? "";
  const token = env[hostTokenVariable] || (env.GITHUB_TOKEN ?? "");
  if (repository === "" || token === "") return undefined;
  log.mask(token);
  return await HostApi.open({ host: hostOf(env), repository, token, log, signal });
}

async function requestOf(
  options: ChangeOptions,
  event: ChangeEvent,
  host: ChangeHost | undefined,
): Promise<Established<PullRequest>> {
  const number = numberOf(options.pullRequest) ?? event.request?.number;
  if (host && number !== undefined) return await known(() => host.request(number));
  if (event.request) return { value: event.request };
  const { head } = event;
  if (!host || head === undefined || options.head !== undefined) return none(head);
  const open = await known(() => host.open());
  if ("fault" in open) return open;
  const same = open.value.filter((request) => request.head === head);
  const [only] = same;
  if (only && same.length === 1) return await known(() => host.request(only.number));
  return same.length === 0 ? none(head) : several(head);
}

function none(head: string | undefined): Established<PullRequest> {
  const what =
    head === undefined
      ? "the event names no pull request"
      : `no open pull request has the head ${head.slice(0, 12)}`;
  return unknown(what, "Name it with --pull-request, and give a token in IDENTIKIT_HOST_TOKEN.");
}

function several(head: string): Established<PullRequest> {
  return unknown(
    `several open pull requests have the head ${head.slice(0, 12)}, and a status would be that of all of them`,
    "Close all but one of them, or push another commit to one.",
  );
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not the number of a pull request`, {
    remedy: "Give a whole number, such as 12.",
  });
}

async function tipOf(
  host: ChangeHost | undefined,
  request: Established<PullRequest>,
): Promise<string | undefined> {
  // The base that hosts keep with a pull request may be older than the branch, and older than its rules.
  return host && "value" in request ? await host.tip(request.value.baseBranch) : undefined;
}

async function commitOf(
  option: string,
  named: string | undefined,
  git: GitContent | undefined,
  fromEvent: string | undefined,
  request: Established<PullRequest>,
  fromRequest: (request: PullRequest) => string,
): Promise<string> {
  if (named !== undefined) {
    const commit = await git?.commit(named);
    if (commit !== undefined) return commit;
    throw new IdentikitError(
      "REF_UNKNOWN",
      `${option} ${JSON.stringify(named)} is no commit of the checkout`,
      {
        remedy: "Fetch it first, or name a commit, a branch or a tag that is there.",
      },
    );
  }
  if (fromEvent !== undefined) return fromEvent;
  if ("value" in request) return fromRequest(request.value);
  throw new IdentikitError("USAGE", `nothing says what to compare: ${request.fault.message}`, {
    remedy: `Name commits with --base and --head. ${request.fault.remedy}`,
  });
}

function contentOf(host: ChangeHost | undefined, request: Established<PullRequest>): ChangeContent {
  if (host && "value" in request) return host.content(request.value.number);
  throw new IdentikitError("CHANGE_UNKNOWN", "the commits are not in the checkout with their history", {
    remedy:
      "Check out with fetch-depth: 0, or give a token in IDENTIKIT_HOST_TOKEN so that the host is asked.",
  });
}

function superseded({ number, head: now }: PullRequest, head: string): IdentikitError {
  return new IdentikitError(
    "CHANGE_UNKNOWN",
    `the head of #${number} is ${now.slice(0, 12)} by now, and not ${head.slice(0, 12)}`,
    { remedy: "Nothing is to be done: the run for the newer commit judges it." },
  );
}

/**
 * The host's API, for work that is nothing without it.
 * @throws {IdentikitError} `USAGE`
 */
export async function requireHostApi(context: Context): Promise<HostApi> {
  const api = await openHostApi(context, undefined);
  if (api) return api;
  throw new IdentikitError("USAGE", "no repository or no token of the CI host is known", {
    remedy: "Run this in a CI job, and give it the input token.",
  });
}
