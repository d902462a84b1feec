import { describe, expect, test } from "vitest";
import { webhookDelivery } from "../../../src/agents/kinds/record/webhook-delivery.ts";
import { deliverySpec, factsOfDelivery } from "../../../src/agents/triggers/delivery.ts";
import type { EventFacts } from "../../../src/agents/triggers/event-facts.ts";
import { readForgeEvent } from "../../../src/agents/triggers/forge-event.ts";
import { certain } from "../../../src/fault/certain.ts";
import { IdentikitError } from "../../../src/fault/error.ts";
import { numbersFrom } from "./numbers-from.ts";
import { ciEvent, giteaEvent, githubEvent, githubEvents, githubPayloads, recordings } from "./recorded.ts";

describe("events of both forges have one form (P-34)", () => {
  test.each([
    ["push", giteaEvent("push"), githubPush(false)],
    ["tag", giteaEvent("tag"), githubPush(true)],
    ["pull_request", giteaEvent("pull-request-opened"), githubEvent("pull_request", "opened")],
    ["comment", giteaEvent("comment-on-issue"), githubEvent("issue_comment", "created")],
    ["review", giteaEvent("review-approved"), githubEvent("pull_request_review", "submitted")],
    ["label", giteaEvent("issue-label-set"), githubEvent("issues", "labeled")],
    ["issue", giteaEvent("issue-opened"), githubEvent("issues", "opened")],
    ["manual", ciEvent("workflow-dispatch").facts, githubEvent("workflow_dispatch")],
    ["workflow_run", giteaEvent("workflow-run-completed"), githubEvent("workflow_run", "completed")],
  ])("%s", (type, gitea, github) => {
    for (const facts of [gitea, github]) {
      expect(facts.type).toBe(type);
      expect(facts.repository).toMatch(/^[^/]+\/[^/]+$/);
      expect(facts.actor).toBeTruthy();
      expect(facts.target).toBeDefined();
    }
  });

  test("a CI schedule is one, although Gitea gives the last push with it", () => {
    const { facts, source } = ciEvent("schedule");
    expect(source).toBe("schedule");
    expect(facts).toMatchObject({ type: "schedule", schedule: "* * * * *", branch: "main" });
    expect(facts.paths).toBeUndefined();
  });
});

test("every payload that GitHub publishes is read", () => {
  for (const event of githubEvents)
    for (const payload of githubPayloads(event)) expect(readForgeEvent(event, payload).event).toBe(event);
});

test("every event is a delivery that can be stored, and read again", () => {
  for (const name of recordings.filter((one) => one.startsWith("ci-"))) {
    const incoming = ciEvent(name.slice("ci-".length));
    const spec = deliverySpec(incoming, "2026-11-22T01:00:00Z");
    const stored = webhookDelivery.spec.parse(spec);
    expect(factsOfDelivery(stored)).toEqual(incoming.facts);
  }
});

test("a pull request of a fork says whose it is, and a run of one which pull request it is of", () => {
  expect(giteaEvent("pull-request-of-fork")).toMatchObject({
    claimsFork: true,
    refs: { headRepository: "stranger/berths", pullRequest: 4, ref: "refs/heads/main" },
  });
  expect(giteaEvent("pull-request-opened").claimsFork).toBe(false);
  expect(giteaEvent("workflow-run-of-fork-requested").refs.pullRequest).toBe(4);
});

test("a fork that was deleted is a fork", () => {
  const pull = { number: 1, base: { repo: { full_name: "o/r" } }, head: { sha: "a".repeat(40), repo: null } };
  expect(readForgeEvent("pull_request", { pull_request: pull }).claimsFork).toBe(true);
});

test("the paths of a push are known only where the forge lists them all", () => {
  expect(giteaEvent("push").paths).toEqual(["src/two.ts"]);
  expect(giteaEvent("push-new-branch").paths).toBeUndefined();
});

test("an edited comment, a deleted branch and a draft are known as such", () => {
  expect(giteaEvent("comment-edited").isEdited).toBe(true);
  expect(giteaEvent("delete-branch").isDeleted).toBe(true);
  expect(giteaEvent("pull-request-draft").isDraft).toBe(true);
  expect(giteaEvent("create-tag").tag).toBe("v1.2.0");
});

test.each([
  "--upload-pack=touch /tmp/x",
  "--upload-pack",
  "a\u0000b",
  "a\nb",
  "a\u202eb",
  "a\u200bb",
  "a..b",
  "a b",
  "x.lock",
  "@{u}",
  "a".repeat(301),
])("a branch named %j is refused", (name) => {
  const push = { ref: `refs/heads/${name}`, after: "a".repeat(40), repository: { full_name: "o/r" } };
  expect(() => readForgeEvent("push", push)).toThrow(expect.objectContaining({ code: "REF_UNSAFE" }));
  const pull = { number: 1, head: { ref: name, repo: { full_name: "s/r" } }, base: { ref: "main" } };
  expect(() => readForgeEvent("pull_request", { pull_request: pull })).toThrow(
    expect.objectContaining({ code: "REF_UNSAFE" }),
  );
});

test.each([
  ["a list", []],
  ["a text", "x"],
  ["a number for a title", { pull_request: { number: 1, title: 3 } }],
  ["a login with a space", { sender: { login: "a b" } }],
  ["a repository with three parts", { repository: { full_name: "a/b/c" } }],
  ["a commit that is none", { after: "--exec", ref: "refs/heads/main" }],
  ["an action without end", { action: "a".repeat(101) }],
])("%s is no event", (_, payload) => {
  expect(() => readForgeEvent("push", payload)).toThrow(expect.objectContaining({ code: "EVENT_INVALID" }));
});

test("no change of a real payload makes anything but an event or a fault with a code", () => {
  const next = numbersFrom(7);
  const odd = [
    null,
    0,
    -1,
    1e21,
    "",
    "--upload-pack",
    "\u0000",
    "\u202e",
    [],
    {},
    true,
    "a".repeat(70_000),
    "\ud800",
    { login: 1 },
  ];
  const payloads = ["push", "pull_request", "issue_comment", "workflow_run", "check_run"].flatMap((event) =>
    githubPayloads(event).map((payload) => ({ event, text: JSON.stringify(payload) })),
  );
  let faults = 0;
  for (let round = 0; round < 5000; round++) {
    const { event, text } = certain(payloads[next(payloads.length)]);
    const changed: unknown = JSON.parse(text, (_key, value: unknown) =>
      next(60) === 0 ? odd[next(odd.length)] : value,
    );
    try {
      expect(readForgeEvent(event, changed).event).toBe(event);
    } catch (caught) {
      if (!(caught instanceof IdentikitError)) throw caught;
      expect(["EVENT_INVALID", "REF_UNSAFE"]).toContain(caught.code);
      faults++;
    }
  }
  expect(faults).toBeGreaterThan(100);
});

/** A push that GitHub publishes, of a branch or of a tag. */
function githubPush(isTag: boolean): EventFacts {
  const all = githubPayloads("push").map((payload) => readForgeEvent("push", payload));
  return certain(all.find((facts) => (facts.tag !== undefined) === isTag && !facts.isDeleted));
}
