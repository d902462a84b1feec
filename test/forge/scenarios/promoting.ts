import { expect } from "vitest";
import { identikitJson } from "../../e2e/identikit.ts";
import type { Scenario } from "../scenario.ts";

const workflow = "publish-platform-agent.yml";

export const promoting: Scenario = {
  name: "a version tag publishes the version and promotes it to production, and staging stays what main published",
  workflow,
  async play({ fleet, gitea, keeper, image }) {
    fleet.git("fetch", "--quiet", "origin", "main");
    const main = fleet.git("rev-parse", "origin/main");
    const tagsOf = async (): Promise<ReadonlyMap<string, string>> => {
      const versions = await gitea.ask(keeper, "GET", "/packages/molecule-ai?type=container&limit=50");
      const tags = versions.map(({ version }: { version: string }) => version);
      const digests = await Promise.all(tags.map((tag: string) => digestOf(image(tag))));
      return new Map(tags.map((tag: string, at: number) => [tag, digests[at] ?? ""]));
    };
    await fleet.ended(workflow, main, "push");
    const before = await tagsOf();
    expect(before.has("production")).toBe(false);

    fleet.git("tag", "v1.2.3", main);
    fleet.git("push", "--quiet", "origin", "refs/tags/v1.2.3");
    const run = await fleet.waitFor("the tag's run", async () =>
      (await fleet.runs(main)).find(
        (one) => one.workflow === workflow && one.ref === "refs/tags/v1.2.3" && one.status === "completed",
      ),
    );
    expect(run, await fleet.log(run)).toMatchObject({ conclusion: "success" });
    const after = await tagsOf();
    expect(after.get("production")).toMatch(/^sha256:/);
    expect(after.get("1.2.3")).toBe(after.get("production"));
    expect(after.get("staging")).toBe(before.get("staging"));
    const template = `${fleet.root}/templates/platform-agent`;
    const gate = await identikitJson(["gate", "--template", template, "--image", image("production")], {
      cwd: fleet.root,
    });
    expect(gate).toMatchObject({ code: 0, json: { result: "clean" } });
  },
};

/** The digest that a registry's tag stands for; nothing where it is no tag. */
async function digestOf(reference: string): Promise<string> {
  const [, host = "", name = "", tag = ""] = /^docker:\/\/([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? [];
  const realm = await fetch(`http://${host}/v2/token?service=container_registry`);
  const { token } = (await realm.json()) as { token: string };
  const accept = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";
  const answer = await fetch(`http://${host}/v2/${name}/manifests/${tag}`, {
    method: "HEAD",
    headers: { accept, authorization: `Bearer ${token}` },
  });
  return answer.headers.get("docker-content-digest") ?? "";
}
