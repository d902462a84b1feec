import { describe, expect, test } from "vitest";
import type { RepositorySource } from "../../src/agents/dispatch/repository-source.ts";
import type { HostFactsSource } from "../../src/agents/triggers/host-facts-source.ts";
import { type ApiDialect, hostOf } from "../../src/host/host.ts";
import { RunFacts, type TeamsAsked } from "../../src/host/run-facts.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../services/forge-api.ts";

const repository = "acme/fleet";
const [head, base] = ["1".repeat(40), "2".repeat(40)];
const { signal } = new AbortController();

async function open(dialect: ApiDialect, teams: TeamsAsked = { named: [], refused: [] }) {
  const forge = await ForgeApi.listen(dialect);
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  const branch = (isProtected: boolean) => ({ commit: { id: head, sha: head }, protected: isProtected });
  forge.answers.set("branches/main", branch(true)).set("branches/topic", branch(false));
  forge.answers.set("branches/feature%2Fone", branch(false));
  forge.answers
    .set("rules/branches/topic", [])
    .set("rules/branches/feature%2Fone", [{ type: "pull_request" }]);
  permission(forge, "mira", "write");
  const facts: HostFactsSource & RepositorySource = new RunFacts({
    host: hostOf(forge.env()),
    token: forgeTokens.read,
    log: silentLogger,
    signal,
    teams: async () => teams,
  });
  return { forge, facts, [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose]() };
}

function permission(forge: ForgeApi, login: string, word: string, role: string | null = word): void {
  forge.answers.set(`collaborators/${encodeURIComponent(login)}/permission`, {
    permission: word,
    role_name: role,
    user: forgeUser(forge.dialect, login),
  });
}

function pull(forge: ForgeApi, from: string | null, ref = "topic"): void {
  const repo = from === null ? null : { full_name: from };
  const row = {
    number: 7,
    head: { sha: head, ref, repo },
    base: { sha: base, ref: "main", repo: { full_name: repository } },
  };
  forge.answers.set("pulls/7", { ...row, changed_files: 120 });
}

describe.each(["github", "gitea"] as const)("what %s says of who caused an event", (dialect) => {
  test.each([
    ["owner", "admin"],
    ["admin", "admin"],
    ["write", "write"],
    ["read", "read"],
    ["none", "none"],
    ["a word of next year", "none"],
  ])("reads the permission %s as %s", async (word, meant) => {
    await using scene = await open(dialect);
    permission(scene.forge, "ann", word);
    expect(await scene.facts.factsOf({ repository, actor: "ann" }, signal)).toMatchObject({
      host: dialect,
      actor: "ann",
      permission: meant,
    });
  });

  test("tells maintain and triage, which GitHub gives as a role, and knows a role of the organisation's own by what it is based on", async () => {
    await using scene = await open(dialect);
    const read = async (word: string, role: string) => {
      permission(scene.forge, "ann", word, role);
      return (await scene.facts.factsOf({ repository, actor: "ann" }, signal)).permission;
    };
    expect([
      await read("write", "maintain"),
      await read("read", "triage"),
      await read("write", "harbour-master"),
    ]).toEqual(["maintain", "triage", "write"]);
  });

  test("looks at the branch that the content is on: of a pull request its head, whatever ref the event names", async () => {
    await using scene = await open(dialect);
    const on = async (more: { ref?: string; pullRequest?: number }) =>
      (await scene.facts.factsOf({ repository, actor: "mira", ...more }, signal)).isProtectedRef;
    pull(scene.forge, repository);
    expect(await on({})).toBe(true);
    expect(await on({ ref: "refs/heads/main" })).toBe(true);
    expect(await on({ ref: "refs/heads/topic" })).toBe(false);
    expect(await on({ ref: "refs/heads/gone" })).toBe(false);
    expect(await on({ ref: "refs/tags/v1" })).toBe(false);
    expect(await on({ ref: "refs/heads/main", pullRequest: 7 })).toBe(false);
    expect(await on({ ref: "refs/heads/feature/one" })).toBe(dialect === "github");
  });

  test("says that a head in another repository is a fork's, and one whose repository is gone too", async () => {
    await using scene = await open(dialect);
    const isFork = async (from: string | null) => {
      pull(scene.forge, from, "main");
      const facts = await scene.facts.factsOf({ repository, actor: "mira", pullRequest: 7 }, signal);
      expect(facts.isProtectedRef).toBe(!facts.isFork);
      return facts.isFork;
    };
    expect([await isFork("ACME/Fleet"), await isFork("mallory/fleet"), await isFork(null)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("tells bots", async () => {
    await using scene = await open(dialect);
    const bot = dialect === "gitea" ? "gitea-actions" : "renovate[bot]";
    permission(scene.forge, bot, "write");
    expect(await scene.facts.factsOf({ repository, actor: bot }, signal)).toMatchObject({ isBot: true });
    expect((await scene.facts.factsOf({ repository, actor: "mira" }, signal)).isBot).toBeUndefined();
  });

  test("asks for the teams that objects name and no others; one that it may not see counts only where it gives rights", async () => {
    await using scene = await open(dialect, { named: ["acme/crew", "acme/hidden"], refused: [] });
    const { forge, facts } = scene;
    const crew = dialect === "github" ? "/orgs/acme/teams/crew" : "/teams/3";
    forge.answers.set("/orgs/acme/teams", [{ id: 3, name: "Crew" }]);
    forge.answers.set(crew, { id: 3 });
    forge.answers.set(`${crew}/${dialect === "github" ? "memberships" : "members"}/mira`, {
      state: "active",
    });
    expect((await facts.factsOf({ repository, actor: "mira" }, signal)).teams).toEqual(["acme/crew"]);
    permission(forge, "ann", "write");
    expect((await facts.factsOf({ repository, actor: "ann" }, signal)).teams).toEqual([]);
    await using strict = await open(dialect, { named: [], refused: ["acme/hidden"] });
    strict.forge.answers.set("/orgs/acme/teams", []);
    await expect(strict.facts.factsOf({ repository, actor: "mira" }, signal)).rejects.toMatchObject({
      code: "HOST_DENIED",
    });
  });

  test.each(["..", ".", "a/../b", "-", "a b"])(
    "sends no request about a login such as %j that leads elsewhere",
    async (actor) => {
      await using scene = await open(dialect);
      await expect(scene.facts.factsOf({ repository, actor }, signal)).rejects.toMatchObject({
        code: actor === "-" ? "HOST_DENIED" : "EVENT_INVALID",
      });
      for (const request of scene.forge.requests) expect(request).toMatch(/\/collaborators\/-\/permission/);
    },
  );

  test.each(["acme/..", "../fleet", "acme/."])(
    "sends no request about the repository %j",
    async (hostile) => {
      await using scene = await open(dialect);
      await expect(scene.facts.factsOf({ repository: hostile, actor: "mira" }, signal)).rejects.toMatchObject(
        { code: "EVENT_INVALID" },
      );
      expect(scene.forge.requests).toEqual([]);
    },
  );

  test("is no answer where the host gives none: nothing is taken for granted", async () => {
    await using scene = await open(dialect);
    await expect(scene.facts.factsOf({ repository, actor: "nobody" }, signal)).rejects.toMatchObject({
      code: "HOST_DENIED",
    });
  });
});

describe.each(["github", "gitea"] as const)("what has changed, by %s", (dialect) => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ filename: `src/${String(at).padStart(3, "0")}.ts` }));

  test("is every file of a pull request, page after page, with the old path of what was moved", async () => {
    await using scene = await open(dialect);
    pull(scene.forge, repository);
    scene.forge.answers.set("pulls/7/files", [
      ...files(119),
      { filename: "new.ts", previous_filename: "--upload-pack" },
    ]);
    const paths = await scene.facts.changedPaths({ repository, actor: "mira", pullRequest: 7, head }, signal);
    expect(paths).toHaveLength(121);
    expect(paths).toContain("--upload-pack");
  });

  test("is unknown where the host lists fewer files than it counts, and where the head has moved on", async () => {
    await using scene = await open(dialect);
    pull(scene.forge, repository);
    scene.forge.answers.set("pulls/7/files", files(119));
    const ask = (of: string) =>
      scene.facts.changedPaths({ repository, actor: "mira", pullRequest: 7, head: of }, signal);
    expect(await ask(head)).toBeUndefined();
    scene.forge.answers.set("pulls/7/files", files(120));
    expect(await ask(head)).toHaveLength(120);
    expect(await ask(base)).toBeUndefined();
  });

  test("is what lies between two commits of a push, unless the host cuts the list", async () => {
    await using scene = await open(dialect);
    const compare = (count: number, total: number) =>
      scene.forge.answers.set(
        `compare/${base}...${head}`,
        dialect === "github"
          ? { files: files(count), total_commits: total }
          : { commits: [{ files: files(count) }], total_commits: total },
      );
    const ask = () => scene.facts.changedPaths({ repository, actor: "mira", base, head }, signal);
    compare(2, 1);
    expect(await ask()).toEqual(["src/000.ts", "src/001.ts"]);
    compare(dialect === "github" ? 300 : 2, dialect === "github" ? 1 : 2);
    expect(await ask()).toBeUndefined();
    expect(await scene.facts.changedPaths({ repository, actor: "mira", head }, signal)).toBeUndefined();
  });
});

describe.each(["github", "gitea"] as const)("where work begins, on %s", (dialect) => {
  test("is the default branch, a named one, or the head of a pull request", async () => {
    await using scene = await open(dialect);
    pull(scene.forge, "mallory/fleet");
    const place = (more: object) => scene.facts.placeOf({ repository, ...more }, signal);
    expect(await place({})).toMatchObject({
      refs: { ref: "refs/heads/main", head, defaultBranch: "main" },
      isProtected: true,
    });
    expect(await place({ ref: "topic" })).toMatchObject({
      refs: { ref: "refs/heads/topic" },
      isProtected: false,
    });
    expect(await place({ pullRequest: 7 })).toMatchObject({
      refs: { ref: "refs/heads/main", head, base, pullRequest: 7, headRepository: "mallory/fleet" },
      isProtected: false,
    });
    await expect(place({ ref: "--upload-pack=x" })).rejects.toMatchObject({ code: "REF_UNSAFE" });
  });
});
