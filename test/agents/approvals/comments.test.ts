import { expect, test } from "vitest";
import { approvalWords } from "../../../src/agents/approvals/approval-words.ts";
import { type AnswerPlace, approvalComments } from "../../../src/agents/approvals/decide-by-comment.ts";
import { planStoredDelivery } from "../../../src/agents/dispatch/plan-stored-delivery.ts";
import { storeDelivery, storeSpec } from "../../../src/agents/dispatch/store-delivery.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { replayDelivery } from "../../../src/agents/triggers/replay.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { forgeUser } from "../../services/forge-api.ts";
import { allow, declareRule, incoming, organization, repository } from "../dispatch/scene.ts";
import { bring, recordsOf, takeIn } from "../results/scene.ts";
import { settle, type WriteBackScene, writeBackScene } from "../write-back/scene.ts";

const digest = `sha256:${"a".repeat(64)}`;

test("a comment decides where it begins with the words, and nowhere else", () => {
  const words = { name: "w-1", digest };
  expect(approvalWords(`/identikit approve w-1 ${digest}`)).toEqual({ verdict: "approve", ...words });
  expect(approvalWords(`\n /identikit Reject \`w-1\` \`${digest}\` not like this\r\nmore`)).toEqual({
    ...{ verdict: "reject", ...words, reason: "not like this" },
  });
  for (const other of [
    "",
    "LGTM",
    `> /identikit approve w-1 ${digest}`,
    `ok\n/identikit approve w-1 ${digest}`,
    `\`\`\`\n/identikit approve`,
    "/identikitapprove",
    // What rules wait for.
    "/identikit fix",
    "/identikit",
  ])
    expect(approvalWords(other)).toBe(undefined);
  for (const wrong of [
    "/identikit approve",
    `/identikit approve ../x ${digest}`,
    "/identikit approve w-1 sha256:1",
    "/identikit approve w-1",
  ])
    expect(approvalWords(wrong)).toMatchObject({
      problem: expect.stringContaining("write it as /identikit approve NAME DIGEST"),
    });
});

/** A run that waits for an approval of a comment, and what is told to people. */
async function waiting(databases: Parameters<typeof writeBackScene>[0]) {
  const scene = await writeBackScene(databases);
  for (const login of ["jon", "robot"]) allow(scene.forge, login, "write");
  scene.forge.answers.set("collaborators/robot/permission", {
    permission: "write",
    user: { ...forgeUser("gitea", "robot"), id: -2 },
  });
  await takeIn(scene, (await bring(scene, { requests: [{ type: "comment", body: "Done." }] })).file);
  await settle(scene);
  const told: (AnswerPlace & { readonly text: string })[] = [];
  const { services } = scene;
  const answer = async (place: AnswerPlace, text: string) => void told.push({ ...place, text });
  const comments = approvalComments({ ...services, answer });
  const approval = certain((await recordsOf(scene)).approvals[0]);
  return { ...scene, told, approval, services: { ...services, comments } };
}
type Waiting = Awaited<ReturnType<typeof waiting>>;

const commented = (body: string, actor = "jon", more: Readonly<Record<string, unknown>> = {}) =>
  incoming("issue_comment", {
    action: "created",
    repository: { full_name: repository, default_branch: "main" },
    sender: forgeUser("gitea", actor),
    issue: {
      number: 12,
      title: "The gate",
      labels: [],
      html_url: "https://forge.example.test/acme/fleet/issues/12",
    },
    comment: { id: 9, body, user: forgeUser("gitea", actor) },
    ...more,
  });

async function say(scene: Waiting, event: ReturnType<typeof commented>) {
  const { delivery } = await storeDelivery(scene.services, organization, event);
  const planned = await planStoredDelivery(scene.services, delivery.metadata, scene.signal);
  return planned.delivery;
}

const phase = async (scene: WriteBackScene) => (await recordsOf(scene)).approvals[0]?.status.phase;

describeOnBoth("an approval by comment", (databases) => {
  test("counts of somebody who may, for just what they saw, and no rule gets the comment (P-17)", async () => {
    await using scene = await waiting(databases);
    await declareRule(scene, "talk", { sources: ["comment"] });
    const { name } = scene.approval.metadata;
    const delivery = await say(
      scene,
      commented(`/identikit approve ${name} ${scene.approval.spec.artifactDigest} looks right`),
    );
    expect(delivery.status).toMatchObject({
      phase: "Matched",
      reason: `jon has decided ${name}: approve; it is Approved`,
    });
    expect((await recordsOf(scene)).approvals[0]?.status.decisions).toMatchObject([
      { by: { kind: "User", name: "jon" }, verdict: "approve", via: "comment", comment: "looks right" },
    ]);
    await settle(scene);
    expect(scene.writer.sent).toHaveLength(1);
    expect(scene.told).toEqual([]);
  });

  test("names its run where it decides, so that it can begin at once, and only the first time", async () => {
    await using scene = await waiting(databases);
    const { metadata, spec } = scene.approval;
    const { delivery } = await storeDelivery(
      scene.services,
      organization,
      commented(`/identikit approve ${metadata.name} ${spec.artifactDigest}`),
    );
    const plan = () => planStoredDelivery(scene.services, delivery.metadata, scene.signal);
    expect((await plan()).decidedRun).toBe(spec.run);
    expect((await plan()).decidedRun).toBe(undefined);
  });

  test("can refuse, too", async () => {
    await using scene = await waiting(databases);
    const { metadata, spec } = scene.approval;
    await say(scene, commented(`/identikit reject ${metadata.name} ${spec.artifactDigest}`));
    expect(await phase(scene)).toBe("Rejected");
  });

  test.each<[string, (line: string) => ReturnType<typeof commented>, RegExp, boolean]>([
    ["edited afterwards", (line) => commented(line, "jon", { action: "edited" }), /newly created/, false],
    [
      "of who asked for the run",
      (line) => commented(line, "mira"),
      /nobody approves what they asked for/,
      true,
    ],
    ["of a reader", (line) => commented(line, "mallory"), /POLICY_DENIED/, false],
    ["of a bot", (line) => commented(line, "gitea-actions"), /a bot decides nothing/, false],
    [
      "of an account that the host calls a bot",
      (line) => commented(line, "robot"),
      /a bot decides nothing/,
      false,
    ],
    [
      "with another digest",
      (line) => commented(line.replace(/sha256:\w+/, digest)),
      /APPROVAL_DIFFERS/,
      true,
    ],
    ["that names another approval", (line) => commented(line.replace(/w-\w+/, "w-none")), /NOT_FOUND/, true],
    ["without a digest", (line) => commented(line.replace(/ sha256:\w+/, "")), /write it as/, true],
  ])("does not count where it is %s", async (_, event, problem, isTold) => {
    await using scene = await waiting(databases);
    for (const bot of ["gitea-actions"]) allow(scene.forge, bot, "write");
    const { metadata, spec } = scene.approval;
    const delivery = await say(scene, event(`/identikit approve ${metadata.name} ${spec.artifactDigest}`));
    expect(["Refused", "Ignored"]).toContain(delivery.status.phase);
    expect(delivery.status.reason).toMatch(problem);
    expect(await phase(scene)).toBe("Pending");
    expect(scene.told).toHaveLength(isTold ? 1 : 0);
    if (isTold)
      expect(scene.told[0]).toMatchObject({ repository, number: 12, text: expect.stringMatching(problem) });
  });

  test("does not count on another repository, whose permissions are others", async () => {
    await using scene = await waiting(databases);
    const other = "mallory/own";
    scene.forge.answers.set(`/repos/${other}`, { default_branch: "main" });
    scene.forge.answers.set(`/repos/${other}/branches/main`, {
      commit: { id: "1".repeat(40) },
      protected: false,
    });
    scene.forge.answers.set(`/repos/${other}/collaborators/mallory/permission`, {
      permission: "admin",
      user: forgeUser("gitea", "mallory"),
    });
    const { metadata, spec } = scene.approval;
    const line = `/identikit approve ${metadata.name} ${spec.artifactDigest}`;
    const delivery = await say(
      scene,
      commented(line, "mallory", { repository: { full_name: other, default_branch: "main" } }),
    );
    expect(delivery.status).toMatchObject({ phase: "Refused", reason: expect.stringContaining("NOT_FOUND") });
    expect(await phase(scene)).toBe("Pending");
  });

  test("does not count when it is replayed, and once when its delivery is decided again", async () => {
    await using scene = await waiting(databases);
    const { metadata, spec } = scene.approval;
    const line = `/identikit reject ${metadata.name} ${spec.artifactDigest}`;
    const { delivery } = await storeDelivery(scene.services, organization, commented(line));
    const now = scene.clock.now().toISOString();
    const replayed = replayDelivery({ name: delivery.metadata.name, spec: delivery.spec, now, request: "r" });
    const again = (await storeSpec(scene.services, organization, replayed)).delivery;
    const ignored = await planStoredDelivery(scene.services, again.metadata, scene.signal);
    expect(ignored.delivery.status).toMatchObject({
      phase: "Ignored",
      reason: expect.stringContaining("replayed"),
    });
    expect(await phase(scene)).toBe("Pending");
    // Killed after the decision, before the delivery was settled.
    await certain(scene.services.comments).take(delivery, scene.signal);
    const settled = await planStoredDelivery(scene.services, delivery.metadata, scene.signal);
    expect(settled.delivery.status).toMatchObject({ phase: "Matched" });
    const { items } = await scene.store.read((reader) => reader.list(agentAction));
    expect(items.filter(({ spec: { action } }) => action === "reject")).toHaveLength(1);
  });
});
