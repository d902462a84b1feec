import { expect, test } from "vitest";
import { takeReport } from "../../../src/agents/results/take-report.ts";
import type { AttemptReport } from "../../../src/agents/run-bundle/attempt-report.ts";
import { appendTokensOf } from "../../../src/agents/tickets/append-token.ts";
import { attemptReports } from "../../../src/api/agents/attempt-reports.ts";
import { certain } from "../../../src/fault/certain.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { organization } from "../../agents/dispatch/scene.ts";
import { bring, launchedScene, recordsOf, takeIn } from "../../agents/results/scene.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";

async function open(databases: TestDatabases) {
  const scene = await launchedScene(databases);
  const tokensOf = appendTokensOf(scene.keyring);
  const app = attemptReports({
    ...{ store: scene.store, organization, tokensOf },
    take: (key, report) => takeReport(scene.services, key, report),
    onFault: (thrown) => {
      throw thrown;
    },
  });
  const token = certain(tokensOf(scene.launched.claims.jti)[0]);
  const post = async (
    body: object,
    { bearer = token, attempt = scene.attempt }: { readonly bearer?: string; readonly attempt?: string } = {},
  ) => {
    const response = await app.request(`/api/agents/attempts/${attempt}/events?org=${organization}`, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return { ...scene, post, token, tokensOf, [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose]() };
}

const report = (count: number): AttemptReport => ({
  ...{ version: 1, runner: { name: "runner-1" }, asks: [] },
  events: Array.from({ length: count }, (_, at) => ({ seq: at + 1, type: "message", text: "a word" })),
});

describeOnBoth("the route to which a runner reports", (databases) => {
  test("takes events with the token of the attempt, and answers with the newest number", async () => {
    await using scene = await open(databases);
    expect(await scene.post(report(2))).toEqual({ status: 200, body: { last: 2, answers: [] } });
    expect(await scene.post(report(3))).toEqual({ status: 200, body: { last: 3, answers: [] } });
    expect((await recordsOf(scene)).events).toHaveLength(3);
  });

  test("refuses everybody without that token alike, also for an attempt that there is not", async () => {
    await using scene = await open(databases);
    const [other = ""] = scene.tokensOf("8f14e45f-ceea-467f-9d5c-1f2d3c4b5a69");
    const [foreign = ""] = appendTokensOf(Keyring.parse(Keyring.generateEntry("k9"), "test"))(
      scene.launched.claims.jti,
    );
    const refused = { status: 401, body: { error: { code: "AUTH_REQUIRED" } } };
    for (const bearer of ["", "x", other, foreign])
      expect(await scene.post(report(1), { bearer })).toMatchObject(refused);
    expect(await scene.post(report(1), { attempt: "run-none-1" })).toMatchObject(refused);
    expect((await recordsOf(scene)).events).toEqual([]);
  });

  test("refuses what is no report, too much of it, and an attempt that is over, each with a reason", async () => {
    await using scene = await open(databases);
    for (const body of [{}, { ...report(1), version: 2 }, { ...report(1), more: 1 }, report(501)])
      expect(await scene.post(body)).toMatchObject({
        status: 422,
        body: { error: { code: "RESOURCE_INVALID" } },
      });
    const long = { ...report(1), events: [{ seq: 1, type: "message", text: "x".repeat(4 * 1024 * 1024) }] };
    expect(await scene.post(long)).toMatchObject({ status: 413 });
    await takeIn(scene, (await bring(scene, {})).file);
    expect(await scene.post(report(1))).toMatchObject({
      status: 409,
      body: { error: { code: "ATTEMPT_REPORTED" } },
    });
  });
});
