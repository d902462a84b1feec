import { rmSync, writeFileSync } from "node:fs";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Keyring } from "../../src/secret/keyring.ts";
import { copyFleet } from "../e2e/fleet.ts";
import { identikitJson } from "../e2e/identikit.ts";
import { ServedFleet } from "../e2e/served-fleet.ts";
import { openBrowser } from "../services/chromium.ts";
import { freePort } from "../services/free-port.ts";
import { openPage } from "../services/watched-browser.ts";
import { requiresForge } from "./forge-programs.ts";
import { ForgeRepository } from "./forge-repository.ts";
import { Gitea, password } from "./gitea.ts";
import { teamAgents } from "./scenarios/scripted-agents.ts";

const patience = { timeout: 60_000 };
const settings = `version: 1
platform: { organization: team, repositories: ["team/*"], configRepository: team/fleet }
`;

/** What a team of the forge may do here, as the organisation declares it. */
const bindings = ["viewer", "dispatcher", "approver"].map((name) =>
  JSON.stringify({
    ...{ apiVersion: "identikit.dev/v1alpha1", kind: "AgentRoleBinding", metadata: { name: `team-${name}` } },
    spec: {
      subject: { kind: "Group", name: "team/makers" },
      roleRef: { kind: "RoleTemplate", name },
      scope: { kind: "Organization" },
    },
  }),
);

/** Signs somebody in at the forge, and lets it say who they are. */
async function signIn(page: Page, url: string, login: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.fill('[name="user_name"]', login);
  await page.fill('[name="password"]', password);
  await page.locator('form[action="/user/login"] button').first().click();
  await page.locator('[name="granted"][value="true"]').click();
  await page.waitForURL(/\/orgs\/team\/agents$/, patience);
}

requiresForge()("the console beside a real Gitea", (programs) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test("a new user signs in at the forge, and gets from the start page to a pull request that somebody else approved, with the browser alone", async () => {
    await using gitea = await Gitea.start(programs);
    const keeper = gitea.account("keeper", { admin: true });
    const people = [gitea.account("ann"), gitea.account("bea")];
    await gitea.ask(keeper, "POST", "/orgs", { username: "team", visibility: "public" });
    const { id } = await gitea.ask(keeper, "POST", "/orgs/team/teams", {
      ...{ name: "makers", permission: "write", units: ["repo.code", "repo.pulls", "repo.issues"] },
      includes_all_repositories: true,
    });
    for (const { name } of people) await gitea.ask(keeper, "PUT", `/teams/${id}/members/${name}`);
    await gitea.ask(keeper, "POST", "/orgs/team/repos", { name: "gates", default_branch: "main" });
    for (const { name } of people)
      await gitea.ask(keeper, "PUT", `/repos/team/gates/collaborators/${name}`, { permission: "write" });
    const gates = await ForgeRepository.create(gitea, keeper, "team/gates", (root) =>
      writeFileSync(`${root}/README.md`, "The gates.\n"),
    );
    await gates.api("POST", "/branch_protections", { rule_name: "main" });
    const poolKey = await generateX25519Identity();
    using fleet = copyFleet();
    rmSync(fleet.path("agents"), { recursive: true });
    writeFileSync(fleet.path("identikit.yaml"), settings);
    const objects = [teamAgents(await identityToRecipient(poolKey)), ...bindings].join("\n---\n");
    writeFileSync(fleet.path("objects.yaml"), objects);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const application = await gitea.ask(keeper, "POST", "/user/applications/oauth2", {
      ...{ name: "identikit", redirect_uris: [`${url}/login/callback`], confidential_client: true },
    });
    const env = {
      IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1"),
      IDENTIKIT_HOST_TOKEN: keeper.token,
      IDENTIKIT_OIDC_CLIENT_SECRET: application.client_secret,
      ...{ GITEA_ACTIONS: "true", GITHUB_SERVER_URL: gitea.origin, GITHUB_API_URL: `${gitea.origin}/api/v1` },
    };
    const command = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
      const once = () => identikitJson(args, { cwd: fleet.root, env: { ...env, ...more } });
      let done = await once();
      // The controllers of the server may write to the same run at the same moment: a runner takes it the next time that it looks.
      for (let tries = 0; done.json.error?.code === "CONFLICT" && tries < 5; tries++) done = await once();
      expect(done.code, `${args.join(" ")}: ${done.stderr}${JSON.stringify(done.json)}`).toBe(0);
    };
    await command(["apply", "-f", "objects.yaml"]);
    await command(["controller", "--once", "--start-programs"]);
    await using _ = await ServedFleet.startAt(
      ...([port, fleet, env, "--controllers", "--start-programs", "--auth", "oidc"] as const),
      ...["--oidc-issuer", `${gitea.origin}/`, "--oidc-client", application.client_id],
      ...["--oidc-scope", "openid profile groups", "--public-url", url],
    );
    // Pages of the forge say what they like on the console.
    const expected = /./;
    const [ann, bea] = [await openPage(browser, { expected }), await openPage(browser, { expected })];

    await signIn(ann, url, "ann");
    await ann.getByRole("link", { name: "Runs", exact: true }).click();
    await ann.getByRole("link", { name: "Dispatch a run" }).click();
    await ann.fill('[name="spec.repository"]', "team/gates");
    await ann.locator('[name="spec.agentStack"]').selectOption("fixer");
    await ann.fill('[name="spec.taskKind"]', "fix");
    await ann.fill('[name="spec.prompt"]', "Close the gate.");
    await ann.click('button[value="preview"]');
    const preview = ann.locator("#admission, [role='alert']").first();
    await preview.waitFor(patience);
    expect(await preview.locator("xpath=..").innerText()).toContain("Allowed");
    await ann.click('button[value="dispatch"]');
    await ann.waitForURL(/\/agents\/runs\/[^/?]+/, patience);
    const run = new URL(ann.url()).pathname.split("/").at(-1) ?? "";
    // The page hears of it when the controllers have admitted it: before, a runner has nothing to take.
    await ann.getByText("Permissions at dispatch").waitFor(patience);

    // A runner of the installation takes it.
    await command(["run", "--pool", "linux", "--remote", gitea.origin, "--run", run], {
      IDENTIKIT_POOL_KEY: poolKey,
    });
    const asked = ann.locator('[data-state="ApprovalBlocked"] a').first();
    await asked.waitFor(patience).catch(async () => {
      throw new Error(`nothing is asked: ${await ann.locator("main").innerText()}`);
    });
    await asked.click();
    await ann.getByText("nobody approves what they asked for").first().waitFor(patience);

    await signIn(bea, url, "bea");
    await bea.goto(ann.url());
    await bea.getByRole("button", { name: "Review and approve" }).click();
    await bea.getByRole("button", { name: "Approve", exact: true }).click();
    await bea.waitForURL(/done=approve/, patience);
    expect(await gates.api("GET", "/pulls")).toEqual([]);
    await command(["write-back", "--pending"]);
    await ann.getByText("Applied").first().waitFor(patience);
    const pulls = await gates.api("GET", "/pulls");
    expect(pulls).toMatchObject([{ title: "Close the gate", base: { ref: "main" } }]);
    expect(await gates.api("GET", `/pulls/${pulls[0].number}/files`)).toMatchObject([
      { filename: "gate.txt" },
    ]);
  });
});
