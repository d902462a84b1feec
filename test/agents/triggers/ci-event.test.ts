import { expect, test } from "vitest";
import { readCiEvent } from "../../../src/agents/triggers/ci-event.ts";
import { ciEvent, recordings, webhook } from "./recorded.ts";

const withCode = (code: string) => expect.objectContaining({ code });
const env = {
  GITHUB_EVENT_NAME: "pull_request",
  GITHUB_REPOSITORY: "mira/berths",
  GITHUB_RUN_ID: "7",
  GITHUB_SERVER_URL: "https://forge.example",
};

test("every event that Gitea's runner gave is read, under the ID of its run", () => {
  for (const name of recordings.filter((one) => one.startsWith("ci-"))) {
    const incoming = ciEvent(name.slice("ci-".length));
    expect(incoming.deliveryId).toMatch(/^ci:127\.0\.0\.1:\d+\/mira\/berths:\d+$/);
    expect(incoming.facts.repository).toBe("mira/berths");
  }
});

test("a run that is repeated is the same delivery", () => {
  expect(ciEvent("push", { GITHUB_RUN_ATTEMPT: "2" }).deliveryId).toBe(ciEvent("push").deliveryId);
});

test("a manual start is about the commit that the runner names, and keeps its inputs", () => {
  const { facts, source } = ciEvent("workflow-dispatch");
  expect(source).toBe("manual");
  expect(facts.refs.head).toMatch(/^[0-9a-f]{40}$/);
  expect(facts.inputs).toEqual({ task: "tidy" });
});

test("pull_request_target is refused, whatever it holds", () => {
  expect(() => ciEvent("pull-request-opened", { GITHUB_EVENT_NAME: "pull_request_target" })).toThrow(
    withCode("EVENT_REFUSED"),
  );
});

test("a pull request of a fork does not come from its own CI run", () => {
  const { body } = webhook("pull-request-of-fork");
  expect(() => readCiEvent({ forge: "gitea", env, payload: body })).toThrow(withCode("EVENT_REFUSED"));
});

test("a payload of another repository, a missing variable and keys that stand twice are refused", () => {
  expect(() => ciEvent("push", { GITHUB_REPOSITORY: "other/one" })).toThrow(withCode("EVENT_INVALID"));
  expect(() => ciEvent("push", { GITHUB_RUN_ID: undefined })).toThrow(withCode("EVENT_INVALID"));
  expect(() => readCiEvent({ forge: "github", env, payload: Buffer.from('{"a":1,"a":2}') })).toThrow(
    withCode("DOCUMENT_INVALID"),
  );
});
