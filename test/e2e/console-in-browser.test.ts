import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentToolProfile } from "../../src/agents/kinds/config/agent-tool-profile.ts";
import { allow, declare, declareStack, poolKey } from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { requires } from "../requirement.ts";
import { openBrowser } from "../services/chromium.ts";
import { forgeTokens, forgeUser } from "../services/forge-api.ts";
import { openContext, openPage, type WatchedOptions } from "../services/watched-browser.ts";
import { reachableStates, type StatePlace } from "./console-states.ts";
import { identikitJson } from "./identikit.ts";
import { openRunScene } from "./run-scene.ts";
import { ServedFleet } from "./served-fleet.ts";

const pages = "/orgs/acme/agents";
const patience = { timeout: 60_000 };

/** What a client says that wants to do harm to who reads it; `huge` is longer than a page shows. */
const hostileWords = [
  "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">",
  "[click](javascript:document.title='taken') ![x](https://elsewhere.example/x.png) \u202egnp.exe\u0000\u0007",
  "\u001b]0;taken\u0007\u001b[31mred\u001b[0m \u001b[2J\u001b]8;;https://elsewhere.example\u0007link\u001b]8;;\u0007",
  "</script><!--<script>",
];
const said = [
  ...hostileWords.map((text) => ({ type: "message", text })),
  { type: "tool", tool: "<b>Bash</b>", status: "completed", text: hostileWords.join("\n") },
];
/** What every client says of itself to the controller that looks whether its stack is ready. */
const asClient = `case "$1" in
  --version) echo 1.0; exit ;;
  --help) echo "identikit-capabilities: headless events costs workspace_write"; exit ;;
esac
read -r task; echo "$task" > task.txt`;
const agent = `${asClient}
cat <<'SAID'
${said.map((event) => JSON.stringify(event)).join("\n")}
SAID
printf '{"type":"message","text":"huge '; head -c 300000 /dev/zero | tr '\\0' A; printf '"}\\n'
echo '{"type":"comment","body":"The gate is closed."}' >> "$IDENTIKIT_OUTBOX"
echo '{"type":"result","outcome":"succeeded"}'`;

/** It asks for something that needs no issue. */
const askingAgent = `${asClient}
echo '{"type":"pull_request","title":"Close the gate","body":"It closes."}' >> "$IDENTIKIT_OUTBOX"
echo '{"type":"result","outcome":"succeeded"}'`;

/** A stack whose client is a script. */
export function scripted(script: string) {
  return {
    ...{ baseAgent: "script", taskKinds: ["fix"], toolProfile: "scripted" },
    adapter: { name: "command" as const, version: "1.0", command: ["sh", "-c", script, "agent"] },
  };
}

/** A run scene that is served with its controllers, and what runners and due jobs of the installation do. */
async function openServedRuns(script = agent) {
  const scene = await openRunScene();
  {
    await using opened = await openStoreAt(scene.location);
    await declare(opened, agentToolProfile, "scripted", {
      ...{ filesystemPolicy: { mode: "workspace_write" }, approvalPolicyByTool: { "*": "allow" } },
      isolation: "user",
    });
    await declareStack(opened, "fixer", scripted(script));
  }
  const { root, forge } = scene;
  forge.answers.set("issues/12", { number: 12, title: "The gate", body: "It stays open.", state: "open" });
  forge.answers.set("issues/12/comments", []);
  for (const login of ["mira", "jon", "ada"]) allow(forge, login, "write");
  allow(forge, "mallory", "read");
  const env = { ...scene.env, IDENTIKIT_HOST_TOKEN: forgeTokens.write, IDENTIKIT_WEBHOOK_SECRET: "webhooks" };
  const started = await identikitJson(
    ["controller", "--once", "--controllers", "stack", "--start-programs"],
    {
      ...{ cwd: root, env },
    },
  );
  expect(started.code, started.stderr).toBe(0);
  const place = { root, path: (...parts: string[]) => join(root, ...parts) };
  const served = await ServedFleet.start(place, env, "--controllers", "--start-programs", "--as", "mira");
  const command = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const once = () => identikitJson(args, { cwd: root, env: { ...env, ...more } });
    let done = await once();
    // The controllers of the server may write to the same run at the same moment: a runner takes it the next time that it looks.
    for (let tries = 0; done.json.error?.code === "CONFLICT" && tries < 5; tries++) done = await once();
    expect(done.code, done.stderr + JSON.stringify(done.json)).toBe(0);
    return done.json;
  };
  return {
    ...{ ...scene, env, served, command },
    runner: (run: string) =>
      command(["run", "--pool", "linux", "--remote", join(root, "git"), "--run", run], {
        IDENTIKIT_POOL_KEY: poolKey,
      }),
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
      await scene[Symbol.asyncDispose]();
    },
  };
}
export type ServedRuns = Awaited<ReturnType<typeof openServedRuns>>;

requires(
  "chromium",
  "bwrap",
  "setpriv",
  "prlimit",
)("the served console in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** Somebody whom the login page lets in by a token, as it does colleagues of the owner. */
  async function signedIn({ served }: ServedRuns, name: string, options: WatchedOptions = {}): Promise<Page> {
    const { token } = await served.signIn("--as", name, "--as-group", "forge:write:acme/fleet");
    const page = await openPage(browser, { baseURL: served.url, ...options });
    await page.goto("/login");
    await page.fill("#token", token);
    await page.click("button");
    await page.waitForURL(/\/orgs\/acme\/agents$/, patience);
    return page;
  }

  test("a new user gets from the start page to a run that is approved and written back, and what its agent says harms nobody (P-12, P-17, P-22)", async () => {
    await using runs = await openServedRuns();
    const mira = await openPage(browser, { baseURL: runs.served.url });
    await mira.goto(await runs.served.loginLink());
    await mira.waitForURL(/\/orgs\/acme\/agents$/, patience);
    await mira.getByRole("link", { name: "Runs", exact: true }).click();
    await mira.getByRole("link", { name: "Dispatch a run" }).click();
    await mira.fill('[name="spec.repository"]', "acme/fleet");
    await mira.fill('[name="spec.taskKind"]', "fix");
    await mira.locator('[name="spec.agentStack"]').selectOption("fixer");
    await mira.fill('[name="spec.prompt"]', "Close the gate.");
    await mira.fill('[name="spec.sourceRefs.issue"]', "12");
    await mira.click('button[value="preview"]');
    const preview = mira.locator("#admission, [role='alert']").first();
    await preview.waitFor(patience);
    expect(await preview.locator("xpath=..").innerText()).toContain("Allowed");
    await mira.click('button[value="dispatch"]');
    await mira.waitForURL(/\/agents\/runs\/[^/?]+/, patience);
    const run = new URL(mira.url()).pathname.split("/").at(-1) ?? "";
    // The page hears of it when the controllers have admitted it: before, a runner has nothing to take.
    await mira.getByText("Permissions at dispatch").waitFor(patience);
    await runs.runner(run);
    // Without a reload: the page has heard of each event and of the end.
    await mira.locator('[data-state="ApprovalBlocked"]').waitFor(patience);
    expect(await mira.title()).not.toBe("taken");
    const shown = await mira.locator("main").innerText();
    for (const hidden of ["\u0000", "\u0007", "\u001b", "\u202e"]) expect(shown).not.toContain(hidden);
    expect(
      await mira.locator("main img, main script, main [onerror], main a[href^='javascript']").count(),
    ).toBe(0);
    expect((await mira.content()).length, "a huge line is cut").toBeLessThan(1_000_000);

    await mira.locator('[data-state="ApprovalBlocked"] a').first().click();
    await mira.getByText("nobody approves what they asked for").first().waitFor(patience);
    const approval = mira.url();
    // Two colleagues look at it, and both decide.
    const jon = await signedIn(runs, "jon");
    const ada = await signedIn(runs, "ada", { expected: /409 \(Conflict\)/ });
    for (const page of [jon, ada]) {
      await page.goto(approval);
      await page.getByRole("button", { name: "Review and approve" }).click();
      await page.getByRole("button", { name: "Approve", exact: true }).waitFor(patience);
    }
    await jon.getByRole("button", { name: "Approve", exact: true }).click();
    await jon.waitForURL(/done=/, patience);
    await ada.getByRole("button", { name: "Approve", exact: true }).click();
    await ada.locator('[role="alert"]').waitFor(patience);
    expect(await ada.locator('[role="alert"]').innerText()).toMatch(/Approved|jon/);
    await ada.goto(approval);
    const decided = await ada.locator("main").innerText();
    expect(decided).toMatch(/by jon/);
    expect(decided).toContain("What was decided stays as it is.");
    expect(await ada.getByRole("button", { name: "Review and approve" }).count()).toBe(0);

    // The token of the due job is the platform's own.
    runs.forge.answers.set("/user", forgeUser("gitea", "identikit"));
    await runs.command(["write-back", "--pending"]);
    // Mira's page, which was open all the time, says so too.
    await mira.getByText("Applied").first().waitFor(patience);
    expect(runs.forge.written.map(({ path, body }) => [path, body.body])).toEqual([
      ["issues/12/comments", expect.stringContaining("The gate is closed.")],
    ]);
  });

  test("a page says since when it is stale when its server is silent or gone, vouches for nothing, and goes on by itself when it is back (P-20, P-46)", async () => {
    await using runs = await openServedRuns();
    const { json } = await runs.dispatch();
    const context = await openContext(browser, { baseURL: runs.served.url });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(await runs.served.loginLink());
    await page.waitForURL(/\/orgs\/acme\/agents$/, patience);
    await page.goto(`${pages}/runs/${json.run}`);
    const pill = page.locator(".pills");
    await pill.getByText("Live").waitFor(patience);
    await page.evaluate("globalThis.isSamePage = true");

    // The process is there, and says nothing: the socket stays open.
    process.kill(runs.served.pid, "SIGSTOP");
    await page.clock.fastForward(21_000);
    await pill.getByText(/^Stale since \d\d:\d\d:\d\d UTC$/).waitFor(patience);
    expect(await page.locator("main").evaluate((main) => getComputedStyle(main).opacity)).not.toBe("1");
    process.kill(runs.served.pid, "SIGCONT");
    await page.clock.fastForward(16_000);
    await pill.getByText("Live").waitFor(patience);

    await runs.served.kill();
    await pill.getByText(/^Stale since .* UTC, reconnecting$/).waitFor(patience);
    // What happens while nobody serves is not lost.
    await runs.command(["runs", "cancel", json.run, "--as", "mira", "--as-group", "forge:write:acme/fleet"]);
    await runs.served.startAgain();
    await page.clock.fastForward(60_000);
    await pill.getByText("Live").waitFor(patience);
    await page.getByText("Cancelled").first().waitFor(patience);
    expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
  });

  test("every named state is reached with real parts", async () => {
    await using runs = await openServedRuns(askingAgent);
    const page = await openPage(browser, { baseURL: runs.served.url });
    await page.goto(await runs.served.loginLink());
    await page.waitForURL(/\/orgs\/acme\/agents$/, patience);
    const missing: string[] = [];
    for (const [state, reach] of Object.entries(reachableStates)) {
      if (reach === "in the pages of a server that is silent, or gone") continue;
      const { path }: StatePlace = await reach(runs);
      const notice = page.locator(`[data-state="${state}"]`);
      // The controllers work meanwhile, and no page polls: it is opened again until they have.
      const isThere = async () => {
        await page.goto(path);
        return await notice.count();
      };
      const seen = await expect
        .poll(isThere, { timeout: 60_000, interval: 500 })
        .toBeGreaterThan(0)
        .then(
          () => notice.first().innerText(),
          () => "nothing",
        );
      if (seen.length < 40) missing.push(`${state} at ${path}: ${seen}`);
    }
    expect(missing).toEqual([]);
  });
});
