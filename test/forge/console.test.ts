import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ServedFleet } from "../e2e/served-fleet.ts";
import { openBrowser } from "../services/chromium.ts";
import { freePort } from "../services/free-port.ts";
import { openPage } from "../services/watched-browser.ts";
import { requiresForge } from "./forge-programs.ts";
import { password } from "./gitea.ts";
import { often } from "./often.ts";
import { AgentsRepository } from "./scenarios/agents-repository.ts";
import { teamAgents } from "./scenarios/scripted-agents.ts";
import { Stage } from "./stage.ts";

const pages = "/orgs/tidewater";
/** Jobs of the forge's runner are waited for: what a page shows comes by itself. */
const patience = { timeout: 600_000 };

/** What a team of the forge may do here, as the organisation declares it. */
const bindings = JSON.stringify({
  ...{ apiVersion: "identikit.dev/v1alpha1", kind: "AgentRoleBinding", metadata: { name: "makers" } },
  spec: {
    subject: { kind: "Group", name: "team/makers" },
    roleRef: { kind: "RoleTemplate", name: "maintainer" },
    scope: { kind: "Organization" },
  },
});
const labels = "agents/labels.yaml";
const label = (name: string, text: string) => `apiVersion: identikit.dev/v1alpha1
kind: AgentContextLabel
metadata: { name: ${name} }
spec:
  promptFragment: ${text} # agreed
  allowedSources:
    - label
`;
const declared = `${label("needs-test", "Write a failing test.")}---\n${label("needs-docs", "Write it down.")}`;
/** What is merged is what the organisation declares from then on. */
const sync = (action: string) => `name: sync
on:
  push:
    branches: [main]
jobs:
  sync:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: ${action}
        env:
          DATABASE_URL: \${{ secrets.DATABASE_URL }}
          IDENTIKIT_SECRET_KEYS: \${{ secrets.IDENTIKIT_SECRET_KEYS }}
`;

/** The server beside the forge whose jobs share its database, and the people of a team of the forge. */
async function openScene(stage: Stage) {
  const { gitea, keeper } = stage;
  const bea = gitea.account("bea");
  const team = { permission: "write", units: ["repo.code", "repo.pulls", "repo.issues"] };
  const { id } = await gitea.ask(keeper, "POST", "/orgs/team/teams", {
    ...{ name: "makers", includes_all_repositories: true, ...team },
  });
  for (const name of ["ann", "bea"]) await gitea.ask(keeper, "PUT", `/teams/${id}/members/${name}`);
  const agents = await AgentsRepository.lay(stage, {
    name: "runs",
    declare: (recipient) => `${teamAgents(recipient)}\n---\n${bindings}\n`,
    more: {
      [labels]: declared,
      ".gitea/workflows/sync.yml": sync(stage.actions("sync-config")),
      ".gitea/workflows/write-back-due.yml": often(stage.shipped("write-back-due")),
    },
  });
  const { runs, env } = agents;
  // Those of a job that the push of the first commit has started.
  await runs.ended("sync.yml", runs.git("rev-parse", "HEAD"));
  for (const name of ["ann", "bea"]) await runs.api("PUT", `/collaborators/${name}`, { permission: "write" });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const application = await gitea.ask(keeper, "POST", "/user/applications/oauth2", {
    ...{ name: "identikit", redirect_uris: [`${url}/login/callback`], confidential_client: true },
  });
  const place = { root: runs.root, path: (...parts: string[]) => [runs.root, ...parts].join("/") };
  const secrets = {
    ...{ GITEA_ACTIONS: "true", IDENTIKIT_HOST_TOKEN: keeper.token },
    IDENTIKIT_OIDC_CLIENT_SECRET: application.client_secret,
  };
  const served = await ServedFleet.startAt(
    ...([
      port,
      place,
      { ...env, ...secrets },
      "--controllers",
      "--start-programs",
      "--auth",
      "oidc",
    ] as const),
    ...["--oidc-issuer", `${gitea.origin}/`, "--oidc-client", application.client_id],
    ...["--oidc-scope", "openid profile groups", "--public-url", url],
  );
  return { agents, bea, runs, served };
}

requiresForge()("the console beside a real Gitea and its runner", (programs) => {
  let browser: Browser;
  let stage: Stage;
  let scene: Awaited<ReturnType<typeof openScene>>;
  beforeAll(async () => {
    browser = await openBrowser();
    stage = await Stage.set(programs);
    scene = await openScene(stage);
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.served[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
  });

  /** Somebody who signs in at the forge, and lets it say who they are. */
  async function signedIn(login: string): Promise<Page> {
    // Pages of the forge say what they like on the console.
    const page = await openPage(browser, { expected: /./ });
    await page.goto(scene.served.url);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.fill('[name="user_name"]', login);
    await page.fill('[name="password"]', password);
    await page.locator('form[action="/user/login"] button').first().click();
    // Who has said yes before is not asked again.
    const grant = page.locator('[name="granted"][value="true"]');
    await grant
      .or(page.getByRole("link", { name: "Runs", exact: true }))
      .first()
      .waitFor(patience);
    if ((await grant.count()) > 0) await grant.click();
    await page.waitForURL(/\/orgs\/tidewater\/agents$/, patience);
    return page;
  }

  test("a new user signs in at the forge, and gets from the start page to a pull request that somebody else approved, with the browser alone", async () => {
    const { runs, agents } = scene;
    const ann = await signedIn("ann");
    await ann.getByRole("link", { name: "Runs", exact: true }).click();
    await ann.getByRole("link", { name: "Dispatch a run" }).click();
    await ann.fill('[name="spec.repository"]', runs.name);
    await ann.locator('[name="spec.agentStack"]').selectOption("fixer");
    await ann.fill('[name="spec.taskKind"]', "fix");
    await ann.fill('[name="spec.prompt"]', "Close the gate.");
    await ann.click('button[value="preview"]');
    const preview = ann.locator("#admission, [role='alert']").first();
    await preview.waitFor(patience);
    expect(await preview.locator("xpath=..").innerText()).toContain("Allowed");
    await ann.click('button[value="dispatch"]');
    await ann.waitForURL(/\/agents\/runs\/[^/?]+/, patience);

    // The server starts the workflow of the pool, and the forge's runner does the rest: the page is told.
    const asked = ann.locator('[data-state="ApprovalBlocked"] a').first();
    await asked.waitFor(patience).catch(async () => {
      throw new Error(`nothing is asked: ${await ann.locator("main").innerText()}`);
    });
    await asked.click();
    await ann.getByText("nobody approves what they asked for").first().waitFor(patience);
    expect(await runs.api("GET", "/pulls")).toEqual([]);

    const bea = await signedIn("bea");
    await bea.goto(ann.url());
    await bea.getByRole("button", { name: "Review and approve" }).click();
    await bea.getByRole("button", { name: "Approve", exact: true }).click();
    await bea.waitForURL(/done=approve/, patience);
    // The job that writes what is due is the clock's.
    await ann.getByText("Applied").first().waitFor(patience);
    const pulls = await runs.api("GET", "/pulls");
    expect(pulls).toMatchObject([
      { title: "Close the gate", base: { ref: "main" }, user: { login: "scribe" } },
    ]);
    expect(await runs.api("GET", `/pulls/${pulls[0].number}/files`)).toMatchObject([
      { filename: "gate.txt" },
    ]);
    const [run] = (await agents.records()).runs;
    await agents.expectHeld(run?.metadata.name, ["ticket", "identity", "patch", "audit", "commit"]);
  });

  test("a change of what the repository declares becomes a pull request, once, which keeps what others merge and is the object's when it is merged (P-30)", async () => {
    const { runs } = scene;
    const object = `${pages}/objects/agentcontextlabels/needs-test`;
    const open = async () =>
      (await runs.api("GET", "/pulls?state=open")).filter(
        ({ head }: { readonly head: { readonly ref: string } }) => head.ref.startsWith("identikit/console-"),
      );
    const ann = await signedIn("ann");
    /** Writes a title into the form, looks at the review, and sends it. @returns where the page says that the pull request is */
    const save = async (title: string) => {
      await ann.goto(`${scene.served.url}${object}/edit`);
      await ann.fill('[name="spec.title"]', title);
      await ann.click('button[value="review"]');
      await ann.getByRole("button", { name: "Open a pull request" }).click();
      await ann.waitForURL(/done=pull-request/).catch(async () => {
        throw new Error(`no pull request: ${await ann.locator("main").innerText()}`);
      });
      const link = ann.locator('[role="status"].notice a');
      return (await link.getAttribute("href")) ?? "";
    };
    const url = await save("Test first");
    const [first] = await open();
    expect(first).toMatchObject({ html_url: url, base: { ref: "main" }, mergeable: true });
    expect(first.body).toContain("written in the console for ann");
    const changes = async () => {
      const { body } = await scene.runs.gitea.api(
        runs.owner,
        "GET",
        `/repos/${runs.name}/pulls/${first.number}.diff`,
      );
      return body.split("\n").filter((line: string) => /^[-+](?![-+])/.test(line));
    };
    expect(await changes()).toEqual(["+  title: Test first"]);

    // Somebody else's change of the same file, and of the same object, is merged meanwhile.
    const theirs = declared
      .replace("Write it down.", "Write it all down.")
      .replace("# agreed", "# agreed by all");
    runs.pushBranch("docs", { [labels]: theirs });
    expect(await runs.merge(await runs.openPull("docs"))).toBe(200);
    expect(await save("Test first"), "the same change is the same pull request").toBe(url);
    expect(await open()).toHaveLength(1);
    expect(await changes()).toEqual(["+  title: Test first"]);

    // Bea merges it at the forge, whose program here has no script for its pages. The page of the object, which is open, is told what it says since.
    await ann.goto(`${scene.served.url}${object}`);
    expect(await runs.merge(first.number, scene.bea)).toBe(200);
    await ann.locator("main").getByText("Test first").first().waitFor(patience);
    runs.git("fetch", "--quiet", "origin", "main");
    expect(`${runs.git("show", `origin/main:${labels}`)}\n`).toBe(
      theirs.replace("    - label\n---", "    - label\n  title: Test first\n---"),
    );
    expect(await open()).toEqual([]);
  });
});
