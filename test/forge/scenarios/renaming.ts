import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { identikitJson } from "../../e2e/identikit.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";
import { ForgeRepository } from "../forge-repository.ts";
import type { Scenario } from "../scenario.ts";

export const renaming: Scenario = {
  name: "a template is fetched from its repository with a token that may only read, also once the repository has another name",
  async play({ gitea, keeper, fleet }) {
    await gitea.ask(keeper, "POST", "/orgs/team/repos", { name: "template-concierge", private: true });
    await ForgeRepository.create(gitea, keeper, "team/template-concierge", (root) =>
      cpSync(join(fleet.root, "templates/platform-agent"), root, { recursive: true }),
    );
    const root = scratchDirectory();
    const entry = { name: "platform-agent", repo: "team/template-concierge" };
    writeFiles(root, { "manifest.json": JSON.stringify({ version: 1, workspace_templates: [entry] }) });
    const env = {
      IDENTIKIT_GITEA_URL: gitea.origin,
      IDENTIKIT_TEMPLATE_TOKEN: gitea.token(keeper.name, "read:repository"),
      XDG_CACHE_HOME: join(root, "cache"),
    };
    const fetchAll = () =>
      identikitJson(["fetch", "--all", "--into", join(root, "fetched")], { cwd: root, env });
    const before = await fetchAll();
    expect(before, before.stderr).toMatchObject({ code: 0 });

    await gitea.ask(keeper, "PATCH", "/repos/team/template-concierge", { name: "template-reception" });
    for (const path of ["cache", "fetched"]) rmSync(join(root, path), { recursive: true, force: true });
    const after = await fetchAll();
    expect(after, after.stderr).toMatchObject({ code: 0 });
    const digestOf = ({ json }: typeof before) => json.templates?.[0]?.treeDigest ?? json.treeDigest;
    expect(digestOf(after)).toBe(digestOf(before));
    expect(JSON.stringify(after.json)).toContain("team/template-reception");
  },
};
