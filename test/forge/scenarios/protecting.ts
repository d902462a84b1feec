import { expect } from "vitest";
import { requestsOf } from "../documented-requests.ts";
import type { Scenario } from "../scenario.ts";

export const protecting: Scenario = {
  name: "the requests of the documentation protect a branch and the tags of releases, as the forge then says itself",
  async play(stage) {
    const cape = await stage.repository("cape", { "README.md": "# The cape\n" });
    for (const [path, name] of [
      ["branch_protections", "main"],
      ["tag_protections", undefined],
    ] as const) {
      const body = requestsOf("docs/how-to/workflows.md").get(path);
      expect(body, path).toBeDefined();
      const asked = JSON.parse((body ?? "").replace('"releases"', '"keeper"'));
      const { id } = await cape.api("POST", `/${path}`, asked);
      expect(await cape.api("GET", `/${path}/${name ?? id}`)).toMatchObject(asked);
    }
    const pushing = () => cape.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
    cape.commit("Straight to main");
    expect(pushing).toThrow(/protected branch/);
  },
};
