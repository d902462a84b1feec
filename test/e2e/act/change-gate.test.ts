import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { requires } from "../../requirement.ts";
import { ForgeApi, forgePull, forgeTokens } from "../../services/forge-api.ts";
import { runWorkflow } from "./act.ts";
import { makeWorkspace } from "./workspace.ts";

// Each run is a dozen processes, and runs of other files go on beside it.
vi.setConfig({ testTimeout: 180_000 });

/** A shipped workflow, with the actions of the checkout in place of those of a release. */
function shipped(host: string, name: string): string {
  const text = readFileSync(join(house, "examples/workflows", host, `${name}.yml`), "utf8");
  return text.replace(/uses: \S+\/identikit\/actions\/([\w-]+)@\S+/g, "uses: ./actions/$1");
}

requires("act")("the shipped change-gate.yml", () => {
  test.each(["github", "gitea"] as const)(
    "is green, red, and green again after a fix, on %s",
    async (dialect) => {
      await using api = await ForgeApi.listen(dialect);
      using workspace = makeWorkspace();
      workspace.write(
        "identikit.yaml",
        'changes: { forbiddenPaths: [{ paths: ["secrets/**"], reason: "no" }] }\n',
      );
      workspace.write(".gitea/workflows/change-gate.yml", shipped(dialect, "change-gate"));
      const base = workspace.commit();
      const git = (...args: string[]) => execFileSync("git", args, { cwd: workspace.root });
      git("branch", "-f", "base", base);
      const play = async (path: string, text: string) => {
        workspace.write(path, text);
        const head = workspace.commit();
        const pull = forgePull(dialect, { head, base });
        const id = dialect === "gitea" ? "id" : "sha";
        api.answers.set("pulls/7", pull).set("pulls/7/reviews", []);
        api.answers.set("branches/main", { commit: { [id]: base } }).set("rules/branches/main", []);
        const payload = {
          action: "synchronize",
          number: 7,
          pull_request: pull,
          repository: { full_name: "acme/fleet" },
        };
        api.written.length = 0;
        return await runWorkflow(workspace, {
          workflow: "change-gate",
          event: "pull_request",
          payload,
          token: forgeTokens.write,
          env: { GITHUB_API_URL: api.apiUrl, GITHUB_SERVER_URL: api.serverUrl },
        });
      };
      const green = await play("src/a.ts", "export {};\n");
      expect(green.log).toContain("forbidden-paths");
      expect(green.code).toBe(0);
      expect(api.statuses).toContain("identikit/change/forbidden-env: success");
      const red = await play("tenant.env", "GITHUB_TOKEN=x\n");
      expect(red.code).toBe(1);
      expect(red.log).toContain("tenant.env:1");
      expect(api.statuses).toContain("identikit/change/forbidden-env: failure");
      const fixed = await play("tenant.env", "A=1\n");
      expect(fixed.code).toBe(0);
      expect(api.statuses).toContain("identikit/change/forbidden-env: success");
    },
  );
});
