import { z } from "zod";
import type { PlaceQuestion, RepositorySource, SourcePlace } from "../agents/dispatch/repository-source.ts";
import type { HostFacts } from "../agents/kinds/actor.ts";
import type { EventQuestion, HostFactsSource } from "../agents/triggers/host-facts-source.ts";
import { readRef } from "../agents/triggers/ref-names.ts";
import { IdentikitError } from "../fault/error.ts";
import type { ApiOptions, HostApi } from "./api.ts";
import { readChangedPaths } from "./changed-paths.ts";
import { readFileAt } from "./file-at.ts";
import { HostApis } from "./host-apis.ts";
import { readOne } from "./host-read.ts";
import { checkPathName } from "./path-name.ts";
import { userSchema } from "./pull-requests.ts";
import { type PullSides, RepositoryReadings } from "./repository-readings.ts";
import { isMemberOf } from "./team-members.ts";

/** Which teams somebody is asked for: those that bindings and grants of the organisation name. */
export interface TeamsAsked {
  /** As ORGANISATION/TEAM. A team that the token may not see counts as one that they are not in, and is told. */
  readonly named: readonly string[];
  /** Teams that a refusal names: of these it has to be known. */
  readonly refused: readonly string[];
}

export interface RunFactsOptions extends Omit<ApiOptions, "repository"> {
  readonly teams: () => Promise<TeamsAsked>;
  /** Whether each thing is read once and kept, for one short command; else each question is answered from what is there now. */
  readonly keeps?: boolean | undefined;
}

const tagSchema = z.looseObject({ object: z.looseObject({ sha: z.string(), type: z.string().optional() }) });

/** What GitHub, Gitea and Forgejo say of who caused an event and of what it is about. Nothing of it comes from the event's text. */
export class RunFacts implements HostFactsSource, RepositorySource {
  readonly #options: RunFactsOptions;
  readonly #apis: HostApis;
  readonly #kept = new Map<HostApi, RepositoryReadings>();

  constructor(options: RunFactsOptions) {
    this.#options = options;
    this.#apis = new HostApis(options);
  }

  /** The same host for one short command, which reads each thing once. */
  keeping(): RunFacts {
    return new RunFacts({ ...this.#options, keeps: true });
  }

  async factsOf({ repository, actor, ref, pullRequest }: EventQuestion): Promise<HostFacts> {
    const api = await this.#apis.of(repository);
    checkPathName("login", actor);
    const readings = this.#readingsOf(api);
    const { permission, isBot } = await readings.permission(actor);
    const content = await contentOf(api, readings, { ref, pullRequest });
    return {
      host: api.dialect,
      serverUrl: this.#options.host.serverUrl,
      actor,
      permission,
      teams: await this.#teamsOf(api, actor),
      isFork: content.isFork,
      isProtectedRef: !content.isFork && (await readings.protection(content.ref)),
      ...(isBot ? { isBot } : {}),
    };
  }

  async changedPaths({
    repository,
    pullRequest,
    base,
    head,
  }: EventQuestion): Promise<readonly string[] | undefined> {
    return await readChangedPaths(await this.#apis.of(repository), { pullRequest, base, head });
  }

  async placeOf({ repository, ref, pullRequest }: PlaceQuestion): Promise<SourcePlace> {
    const api = await this.#apis.of(repository);
    const common = { host: api.dialect, serverUrl: this.#options.host.serverUrl };
    const readings = this.#readingsOf(api);
    const defaultBranch = await readings.defaultBranch();
    if (pullRequest !== undefined) {
      const { head, base } = await readings.pull(pullRequest);
      const isFork = isOtherRepository(api, head);
      const headRepository = isFork && head.repo ? { headRepository: head.repo.full_name } : {};
      const refs = {
        ref: readRef(withHeads(base.ref)).ref,
        head: head.sha,
        base: base.sha,
        defaultBranch,
        pullRequest,
        ...headRepository,
      };
      const isProtected = !isFork && (await readings.protection(withHeads(head.ref)));
      return { ...common, refs, isProtected };
    }
    const read = readRef(ref ?? defaultBranch);
    const head = await readTip(api, readings, read);
    return {
      ...common,
      refs: { ref: read.ref, head, defaultBranch },
      isProtected: await readings.protection(read.ref),
    };
  }

  async fileAt(repository: string, commit: string, path: string): Promise<string | undefined> {
    return await readFileAt(await this.#apis.of(repository), commit, path);
  }

  /**
   * Whose token it is.
   * @throws {IdentikitError} `HOST_DENIED` for a job's own token, which is nobody's; `HOST_UNREACHABLE`
   */
  async ownLogin(repository: string): Promise<string> {
    const api = await this.#apis.of(repository);
    const { login } = await readOne(api, {
      attempt: "read whose token it is",
      url: "/user",
      schema: userSchema,
    });
    return login;
  }

  #readingsOf(api: HostApi): RepositoryReadings {
    if (!this.#options.keeps) return new RepositoryReadings(api);
    const kept = this.#kept.get(api) ?? new RepositoryReadings(api);
    this.#kept.set(api, kept);
    return kept;
  }

  async #teamsOf(api: HostApi, actor: string): Promise<string[]> {
    const { named, refused } = await this.#options.teams();
    const found: string[] = [];
    for (const team of new Set([...refused, ...named])) {
      try {
        if (await isMemberOf(api, team, actor)) found.push(team);
      } catch (caught) {
        const isUnseen = caught instanceof IdentikitError && caught.code === "HOST_DENIED";
        if (!isUnseen || refused.includes(team)) throw caught;
        this.#options.log.warn(
          `the token may not see the team ${team}: what it is given does not count for ${actor}`,
        );
      }
    }
    return found;
  }
}

/** Whose content it is: of a pull request the head's, whatever the event says of its ref. */
async function contentOf(
  api: HostApi,
  readings: RepositoryReadings,
  { ref, pullRequest }: Pick<EventQuestion, "ref" | "pullRequest">,
): Promise<{ readonly ref: string; readonly isFork: boolean }> {
  if (pullRequest !== undefined) {
    const { head } = await readings.pull(pullRequest);
    return { ref: withHeads(head.ref), isFork: isOtherRepository(api, head) };
  }
  return { ref: ref ?? withHeads(await readings.defaultBranch()), isFork: false };
}

async function readTip(
  api: HostApi,
  readings: RepositoryReadings,
  { ref, branch, tag }: ReturnType<typeof readRef>,
): Promise<string> {
  if (branch !== undefined) {
    const { commit } = await readings.branch(branch);
    return commit?.sha ?? commit?.id ?? "";
  }
  const url =
    tag === undefined ? `commits/${encodeURIComponent(ref)}` : `git/ref/tags/${encodeURIComponent(tag)}`;
  const { object } = await readOne(api, { attempt: `read ${ref}`, url, schema: tagSchema });
  return object.sha;
}

/** A head without a repository is one whose fork was deleted. */
function isOtherRepository({ owner, repo }: HostApi, { repo: head }: PullSides["head"]): boolean {
  return head?.full_name.toLowerCase() !== `${owner}/${repo}`.toLowerCase();
}

function withHeads(branch: string): string {
  return branch.startsWith("refs/") ? branch : `refs/heads/${branch}`;
}
