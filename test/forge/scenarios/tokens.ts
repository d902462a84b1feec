import { expect } from "vitest";
import { identikitJson } from "../../e2e/identikit.ts";
import { writeFiles } from "../../scratch.ts";
import { ForgeRepository } from "../forge-repository.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** Three private templates, each readable for an account of its own: by owner, by name, and by the server's token. */
const templates = [
  { name: "northern", owner: "north", variable: "NORTH_TOKEN" },
  { name: "southern", owner: "south", variable: "SOUTHERN_TOKEN" },
  { name: "eastern", owner: "east", variable: "IDENTIKIT_TEMPLATE_TOKEN" },
] as const;

const manifest = {
  version: 1,
  workspace_templates: templates.map(({ name, owner }) => ({ name, repo: `${owner}/template` })),
};

const settings = `templateTokens: { north: NORTH_TOKEN, southern: SOUTHERN_TOKEN }\n`;

/** With the variables of both tokens, as they are or the wrong way round. */
const workflow = ({ actions, gitea }: Stage, [north, southern]: readonly [string, string]) => `name: fetching
on: workflow_dispatch
permissions:
  contents: read
jobs:
  fetching:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - id: fetch
        uses: ${actions("fetch-template")}
        with:
          all: true
          gitea-url: ${gitea.origin}
          template-token: \${{ secrets.IDENTIKIT_TEMPLATE_TOKEN }}
        env:
          NORTH_TOKEN: \${{ secrets.${north} }}
          SOUTHERN_TOKEN: \${{ secrets.${southern} }}
      - run: ls -R .identikit .tenant-bundle-deps
`;

export const tokens: Scenario = {
  name: "each template is fetched with the token of its own, its owner's or the server's, and doctor says what each of them may do",
  async play(stage) {
    const { gitea, keeper } = stage;
    const readers = new Map<string, string>();
    for (const { name, owner, variable } of templates) {
      await gitea.ask(keeper, "POST", "/orgs", { username: owner, visibility: "public" });
      await gitea.ask(keeper, "POST", `/orgs/${owner}/repos`, { name: "template", private: true });
      await ForgeRepository.create(gitea, keeper, `${owner}/template`, (root) =>
        writeFiles(root, { "config.yaml": `name: ${name}\n`, "prompts/one.md": `I am ${name}.\n` }),
      );
      const reader = gitea.account(`${owner}-reader`, { scopes: "read:repository,read:user" });
      const place = `/repos/${owner}/template/collaborators/${reader.name}`;
      await gitea.ask(keeper, "PUT", place, { permission: "read" });
      readers.set(variable, reader.token);
    }
    const swapped = workflow(stage, ["SOUTHERN_TOKEN", "NORTH_TOKEN"]);
    const repository = await stage.repository("fetcher", {
      "manifest.json": JSON.stringify(manifest),
      "identikit.yaml": settings,
      ".gitea/workflows/fetching.yml": workflow(stage, ["NORTH_TOKEN", "SOUTHERN_TOKEN"]),
      ".gitea/workflows/swapped.yml": swapped.replace("name: fetching", "name: swapped"),
    });
    for (const [name, data] of readers) await repository.api("PUT", `/actions/secrets/${name}`, { data });
    const last = await repository.lastRun();
    await repository.dispatch("fetching.yml");
    await repository.dispatch("swapped.yml");
    const right = await repository.endedAfter("fetching.yml", last);
    const log = await repository.log(right);
    expect(right, log).toMatchObject({ conclusion: "success" });
    for (const { name } of templates) expect(log).toContain(name);
    const wrong = await repository.endedAfter("swapped.yml", last);
    const refused = await repository.log(wrong);
    expect(wrong, refused).toMatchObject({ conclusion: "failure" });
    expect(refused).toMatch(/SOURCE_(DENIED|NOT_FOUND)/);
    for (const token of readers.values()) expect(log + refused).not.toContain(token);

    const doctor = async (env: Readonly<Record<string, string>>) => {
      const given = { IDENTIKIT_GITEA_URL: gitea.origin, ...Object.fromEntries(readers), ...env };
      const { json } = await identikitJson(["doctor", "--token"], { cwd: repository.root, env: given });
      return new Map<string, { state: string; detail?: string; error?: { code: string; message: string } }>(
        json.checks.map((one: { name: string }) => [one.name, one]),
      );
    };
    const checks = await doctor({});
    for (const { name, owner } of templates) {
      const probe = checks.get(`token for ${name}`);
      expect(probe, name).toMatchObject({ state: "ok" });
      expect(probe?.detail).toContain(`the token of ${owner}-reader`);
    }
    const bad = await doctor({
      NORTH_TOKEN: gitea.token(keeper.name, "write:repository,read:user"),
      SOUTHERN_TOKEN: readers.get("NORTH_TOKEN") ?? "",
    });
    expect(bad.get("token for northern")).toMatchObject({ error: { code: "TOKEN_MAY_WRITE" } });
    expect(bad.get("token for southern")).toMatchObject({ error: { code: "SOURCE_DENIED" } });
    expect(bad.get("token for eastern")).toMatchObject({ state: "ok" });
    const shown = JSON.stringify([...checks, ...bad]);
    for (const token of gitea.tokens) expect(shown).not.toContain(token);
  },
};
