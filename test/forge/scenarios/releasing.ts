import { expect } from "vitest";
import { ForgeRepository } from "../forge-repository.ts";
import type { Scenario } from "../scenario.ts";

const workflow = "release.yml";

export const releasing: Scenario = {
  name: "v1 moves to each new release, and nobody who may only write moves v1.2.3",
  async play({ gitea, keeper, ann }) {
    const project = ForgeRepository.clone(gitea, keeper, "platform/identikit");
    await project.api("PUT", `/collaborators/${ann.name}`, { permission: "write" });
    // As docs/how-to/workflows.md says it.
    const pattern = String.raw`/^v\d+\.\d+\.\d+$/`;
    const { id } = await project.api("POST", "/tag_protections", {
      name_pattern: pattern,
      whitelist_usernames: [keeper.name],
    });
    const release = async (tag: string): Promise<string> => {
      const commit = project.commit(`Release ${tag}`);
      project.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
      project.git("tag", "--annotate", "--message", tag, tag);
      project.git("push", "--quiet", "origin", `refs/tags/${tag}`);
      const run = await project.ended(workflow, commit);
      expect(run, await project.log(run)).toMatchObject({ ref: `refs/tags/${tag}`, conclusion: "success" });
      return commit;
    };
    const at = async (tag: string): Promise<string> => (await project.api("GET", `/tags/${tag}`)).commit.sha;

    const first = await release("v1.2.3");
    expect(await at("v1")).toBe(first);
    const second = await release("v1.2.4");
    expect([await at("v1"), await at("v1.2.3"), await at("v1.2.4")]).toEqual([second, first, second]);

    const other = ForgeRepository.clone(gitea, ann, "platform/identikit");
    const forced = ["push", "--quiet", "--force", "origin"];
    expect(() => other.git(...forced, `${second}:refs/tags/v1.2.3`)).toThrow(/protected/);
    expect(() => other.git(...forced, ":refs/tags/v1.2.3")).toThrow(/protected/);
    expect(await at("v1.2.3")).toBe(first);
    await project.api("DELETE", `/tag_protections/${id}`);
  },
};
