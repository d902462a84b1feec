import { z } from "zod";
import type { PlaceQuestion, RepositorySource, SourcePlace } from "../agents/dispatch/repository-source.ts";
import type { HostFacts } from "../agents/kinds/actor.ts";
import type { EventQuestion, HostFactsSource } from "../agents/triggers/host-facts-source.ts";
import { readRef } from "../agents/triggers/ref-names.ts";
import { IdentikitError } from "../fault/error.ts";
import { type ApiOptions, HostApi } from "./api.ts";
import { readChangedPaths } from "./changed-paths.ts";
import { readFileAt } from "./file-at.ts";
import { readOne } from "./host-read.ts";
import { checkPathName } from "./path-name.ts";
import { readPermission } from "./permission.ts";
import { userSchema } from "./pull-requests.ts";
import { readProtection } from "./ref-protection.ts";
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
}

const side = z.looseObject({
  ref: z.string(),
  sha: z.string(),
  repo: z.looseObject({ full_name: z.string() }).nullish(),
});
const pullSchema = z.looseObject({ head: side, base: side });
const repositorySchema = z.looseObject({ default_branch: z.string() });
/** GitHub calls the commit's id `sha`, Gitea `id`. */
const branchSchema = z.looseObject({
  commit: z.looseObject({ sha: z.string().optional(), id: z.string().optional() }),
});
const tagSchema = z.looseObject({ object: z.looseObject({ sha: z.string(), type: z.string().optional() }) });

/** What GitHub, Gitea and Forgejo say of who caused an event and of what it is about. Nothing of it comes from the event's text. */
export class RunFacts implements HostFactsSource, RepositorySource {
  readonly #options: RunFactsOptions;
  readonly #apis = new Map<string, Promise<HostApi>>();

  constructor(options: RunFactsOptions) {
    this.#options = options;
  }

  async factsOf({ repository, actor, ref, pullRequest }: EventQuestion): Promise<HostFacts> {
    const api = await this.#api(repository);
    checkPathName("login", actor);
    const { permission, isBot } = await readPermission(api, actor);
    const content = await this.#contentOf(api, { ref, pullRequest });
    return {
      host: api.dialect,
      serverUrl: this.#options.host.serverUrl,
      actor,
      permission,
      teams: await this.#teamsOf(api, actor),
      isFork: content.isFork,
      isProtectedRef: !content.isFork && (await readProtection(api, content.ref)),
      ...(isBot ? { isBot } : {}),
    };
  }

  async changedPaths({
    repository,
    pullRequest,
    base,
    head,
  }: EventQuestion): Promise<readonly string[] | undefined> {
    return await readChangedPaths(await this.#api(repository), { pullRequest, base, head });
  }

  async placeOf({ repository, ref, pullRequest }: PlaceQuestion): Promise<SourcePlace> {
    const api = await this.#api(repository);
    const common = { host: api.dialect, serverUrl: this.#options.host.serverUrl };
    const defaultBranch = await readDefaultBranch(api);
    if (pullRequest !== undefined) {
      const { head, base } = await readPull(api, pullRequest);
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
      const isProtected = !isFork && (await readProtection(api, withHeads(head.ref)));
      return { ...common, refs, isProtected };
    }
    const read = readRef(ref ?? defaultBranch);
    const head = await readTip(api, read);
    return {
      ...common,
      refs: { ref: read.ref, head, defaultBranch },
      isProtected: await readProtection(api, read.ref),
    };
  }

  async fileAt(repository: string, commit: string, path: string): Promise<string | undefined> {
    return await readFileAt(await this.#api(repository), commit, path);
  }

  /**
   * Whose token it is.
   * @throws {IdentikitError} `HOST_DENIED` for a job's own token, which is nobody's; `HOST_UNREACHABLE`
   */
  async ownLogin(repository: string): Promise<string> {
    const api = await this.#api(repository);
    const { login } = await readOne(api, {
      attempt: "read whose token it is",
      url: "/user",
      schema: userSchema,
    });
    return login;
  }

  /** Whose content it is: of a pull request the head's, whatever the event says of its ref. */
  async #contentOf(
    api: HostApi,
    { ref, pullRequest }: Pick<EventQuestion, "ref" | "pullRequest">,
  ): Promise<{ readonly ref: string; readonly isFork: boolean }> {
    if (pullRequest !== undefined) {
      const { head } = await readPull(api, pullRequest);
      return { ref: withHeads(head.ref), isFork: isOtherRepository(api, head) };
    }
    return { ref: ref ?? withHeads(await readDefaultBranch(api)), isFork: false };
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

  #api(repository: string): Promise<HostApi> {
    for (const part of repository.split("/")) checkPathName("repository", part);
    let api = this.#apis.get(repository);
    if (!api) {
      api = HostApi.open({ ...this.#options, repository });
      this.#apis.set(repository, api);
    }
    return api;
  }
}

function readPull(api: HostApi, number: number) {
  const attempt = `read the pull request #${number}`;
  return readOne(api, { attempt, url: `pulls/${number}`, schema: pullSchema });
}

async function readDefaultBranch(api: HostApi): Promise<string> {
  const { owner, repo } = api;
  const url = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
  const { default_branch: branch } = await readOne(api, {
    attempt: "read the repository",
    url,
    schema: repositorySchema,
  });
  return branch;
}

async function readTip(api: HostApi, { ref, branch, tag }: ReturnType<typeof readRef>): Promise<string> {
  if (branch !== undefined) {
    const url = `branches/${encodeURIComponent(branch)}`;
    const { commit } = await readOne(api, {
      attempt: `read the branch ${branch}`,
      url,
      schema: branchSchema,
    });
    return commit.sha ?? commit.id ?? "";
  }
  const url =
    tag === undefined ? `commits/${encodeURIComponent(ref)}` : `git/ref/tags/${encodeURIComponent(tag)}`;
  const { object } = await readOne(api, { attempt: `read ${ref}`, url, schema: tagSchema });
  return object.sha;
}

/** A head without a repository is one whose fork was deleted. */
function isOtherRepository({ owner, repo }: HostApi, { repo: head }: z.output<typeof side>): boolean {
  return head?.full_name.toLowerCase() !== `${owner}/${repo}`.toLowerCase();
}

function withHeads(branch: string): string {
  return branch.startsWith("refs/") ? branch : `refs/heads/${branch}`;
}
