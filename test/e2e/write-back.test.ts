import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ticketDigest } from "../../src/agents/dispatch/run-ticket.ts";
import { openContent } from "../../src/agents/tickets/sealed-content.ts";
import { openTicket } from "../../src/agents/tickets/sign-ticket.ts";
import { ticketKeysOf } from "../../src/agents/tickets/ticket-key.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import {
  allow,
  declareFleet,
  declareRule,
  head,
  incoming,
  labelled,
  poolKey,
} from "../agents/dispatch/scene.ts";
import { bundleOf, type Contents, fileOf, part } from "../agents/run-bundle/bundle-scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { scratchDirectory } from "../scratch.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { runStep } from "./runner.ts";

const keys = Keyring.generateEntry("k1");
const settings = `version: 1
platform: { organization: acme, repositories: ["acme/*"], configRepository: acme/fleet }
`;

async function openScene() {
  const root = scratchDirectory();
  writeFileSync(join(root, "identikit.yaml"), settings);
  const location = join(root, "config.db");
  await using store = await openStoreAt(location);
  await declareFleet(store);
  await declareRule(store, "fix", { writeBack: [{ action: "comment", limit: 2 }] });
  const forge = await ForgeApi.listen("gitea");
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: head }, protected: true });
  forge.answers.set("/user", forgeUser("gitea", "identikit"));
  forge.answers.set("issues/12/comments", []);
  for (const login of ["mira", "jon"]) allow(forge, login, "write");
  let run = 100;
  const common = { DATABASE_URL: location, IDENTIKIT_SECRET_KEYS: keys };
  return {
    root,
    forge,
    env: { ...common, ...forge.env(), IDENTIKIT_HOST_TOKEN: forgeTokens.write },
    job: (event: string, payload: unknown, actor = "mira") => {
      const file = join(root, "event.json");
      writeFileSync(file, JSON.stringify(payload));
      return {
        ...{ ...common, ...forge.env({ GITHUB_RUN_ID: String(run++) }) },
        ...{ GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: file, GITHUB_ACTOR: actor, RUNNER_TEMP: root },
      };
    },
    [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose](),
  };
}

/** What the supervisor of a ticket brings back: with the key that was sealed for its pool. */
async function bundleFor(root: string, ticketFile: string): Promise<string> {
  const ticket = await openTicket(readFileSync(ticketFile, "utf8").trim(), {
    keys: [ticketKeysOf(Keyring.parse(keys, "test"))[0].publicKey],
    pool: "linux",
    now: new Date(),
  });
  const { bundleKey } = await openContent(ticket.sealed, poolKey);
  const contents: Contents = new Map();
  const requests = [
    { type: "comment", body: "Closed, @mira." },
    { type: "issue", title: "More", body: "x" },
  ];
  const bundle = bundleOf(
    [part(contents, "outbox", "outbox", requests.map((one) => `${JSON.stringify(one)}\n`).join(""))],
    {
      ...{ namespace: "acme", run: ticket.run, attempt: ticket.attempt, repository: ticket.repository },
      ticket: { id: ticket.jti, digest: ticketDigest(ticket) },
    },
  );
  const path = join(root, "run.tar");
  writeFileSync(path, await fileOf(bundle, contents, Buffer.from(bundleKey, "base64url")));
  return path;
}

test("three jobs: an event gives a ticket, its bundle is taken in, and a comment of somebody else lets it be written back, once", async () => {
  await using scene = await openScene();
  const { root, forge, env } = scene;
  const action = (
    name: string,
    inputs: Readonly<Record<string, string>>,
    job: Readonly<Record<string, string>>,
  ) => runStep(name, { token: forgeTokens.write, ...inputs }, { workspace: root, env: job });
  const dispatched = await action("dispatch-agent", {}, scene.job("issues", labelled(12).payload));
  const bundle = await bundleFor(root, dispatched.outputs.ticket ?? "");
  const back = await action("write-back", { bundle }, scene.job("workflow_run", {}));
  expect(back.outputs).toMatchObject({ run: dispatched.outputs.run, phase: "Succeeded", "is-new": "true" });
  const approvals: unknown = JSON.parse(back.outputs.approvals ?? "[]");
  expect(approvals).toEqual([
    {
      name: expect.any(String),
      action: "comment",
      digest: expect.stringMatching(/^sha256:/),
      run: dispatched.outputs.run,
    },
  ]);
  expect(back.stdout).toContain("WRITE_BACK_NOT_ALLOWED");
  expect(forge.written).toEqual([]);
  const [, name = "", digest = ""] = /\/identikit approve (\S+) (sha256:\w+)/.exec(back.stdout) ?? [];
  const comment = (actor: string) =>
    incoming("issue_comment", {
      action: "created",
      repository: { full_name: "acme/fleet", default_branch: "main" },
      sender: forgeUser("gitea", actor),
      issue: { number: 12, title: "The gate", labels: [] },
      comment: { id: 9, body: `/identikit approve ${name} ${digest}`, user: forgeUser("gitea", actor) },
    }).payload;
  await action("dispatch-agent", {}, scene.job("issue_comment", comment("mira"), "mira"));
  expect(forge.written.map(({ body }) => body.body)).toEqual([
    expect.stringContaining("nobody approves what they asked for"),
  ]);
  await action("dispatch-agent", {}, scene.job("issue_comment", comment("jon"), "jon"));
  const { json: pending } = await identikitJson(["write-back", "--pending"], { cwd: root, env });
  expect(pending.results).toMatchObject([{ name, action: "comment", phase: "Applied" }]);
  expect(forge.written).toHaveLength(2);
  expect(forge.written[1]).toMatchObject({
    path: "issues/12/comments",
    body: {
      body: expect.stringMatching(
        /^<!-- identikit:write .*:comment:issue:12:sha256:.* -->\nClosed, @\u200bmira\.$/,
      ),
    },
  });
  for (const args of [["--pending"], [bundle]]) {
    const again = await identikit(["write-back", ...args], { cwd: root, env });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("0 written back") });
  }
  expect(forge.written).toHaveLength(2);
});

test("a file that is no bundle, or of somebody else, is refused in one line", async () => {
  await using scene = await openScene();
  const { root, env } = scene;
  writeFileSync(join(root, "x.tar"), "hello");
  for (const [args, code] of [
    [["x.tar"], "RUN_BUNDLE_INVALID"],
    [["none.tar"], "FILE_UNREADABLE"],
    [[], "USAGE"],
  ] as const)
    expect((await identikit(["write-back", ...args], { cwd: root, env })).stderr).toContain(code);
});
