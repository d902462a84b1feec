import { expect, test } from "vitest";
import { adds, judge, places } from "./sample-facts.ts";

const token = `ghp_${"a1B2c3D4e5".repeat(4)}`;

test.each([
  ["a reference to a secret", "agents.json", '"FOO": "${SECRET:GITHUB_TOKEN}"'],
  ["a reference in YAML", "agents/a.yaml", "  key: ${SECRET:FORGE_TOKEN}"],
  ["a value", "config/mcp-builtin.json", `"args": ["${token}"]`],
  ["the job's own token", "config/a.yaml", "x: ${{ github.token }}"],
  ["a secret of the job", "compose.yaml", "x: ${{ secrets.GITEA_TOKEN }}"],
  ["a fine-grained token", "a.env", `X=github_pat_${"a".repeat(40)}`],
  ["a name in a template", "templates/a/config.yaml", "uses GH_TOKEN"],
  ["another name in a program", "src/a.ts", "tenantEnv.FOO = process.env.GITHUB_TOKEN;"],
  ["another name in a shell", "a.sh", 'echo "FOO=$GITHUB_TOKEN" >> tenant.env'],
  ["another name in a container", "a.sh", 'docker run -e FOO="$GITHUB_TOKEN" image'],
])("host-token does not hold for %s", async (_, path, line) => {
  const { verdict, findings } = await judge("host-token", {}, { files: [adds(path, `a\n${line}`)] });
  expect(verdict).toBe("drift");
  expect(places(findings)).toEqual([`CHANGE_HOST_TOKEN ${path}:2`]);
  expect(JSON.stringify(findings)).not.toContain(token);
});

test.each([
  ["a client of the host", "src/a.ts", "const octokit = new Octokit({ auth: process.env.GITHUB_TOKEN });"],
  ["a header", "src/a.ts", "headers.authorization = `token ${process.env.GITHUB_TOKEN}`;"],
  ["a commit", "agents.json", `"ref": "${"a1b2c3d4".repeat(5)}"`],
  ["a job", ".github/workflows/ci.yml", "  token: ${{ github.token }}"],
  ["a page", "agents/README.md", "GITHUB_TOKEN"],
])("host-token holds for %s", async (_, path, line) => {
  expect((await judge("host-token", {}, { files: [adds(path, line)] })).findings).toEqual([]);
});

test("what a link or a submodule brings to a tenant cannot be verified", async () => {
  const files = [
    adds("agents/a.yaml", "x", { special: "symlink" }),
    adds("module", "x", { special: "submodule" }),
  ];
  const { verdict, findings } = await judge("host-token", {}, { files });
  expect(verdict).toBe("unverified");
  expect(places(findings)).toEqual(["CHANGE_UNREAD agents/a.yaml", "CHANGE_UNREAD module"]);
});

test("surfaces and names are configuration", async () => {
  const of = { hostToken: { surfaces: ["tenant/**"], names: ["MY_TOKEN"] } };
  const files = [adds("tenant/x", "MY_TOKEN"), adds("agents.json", "MY_TOKEN"), adds("tenant/y", "GH_TOKEN")];
  expect(places((await judge("host-token", of, { files })).findings)).toEqual([
    "CHANGE_HOST_TOKEN tenant/x:1",
  ]);
});
