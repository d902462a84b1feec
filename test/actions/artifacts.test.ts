import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf } from "../../src/tree/digest.ts";
import { scratchDirectory } from "../scratch.ts";
import { ArtifactServer } from "../services/artifact-server.ts";
import { runStep } from "./step.ts";

const store = "test/actions/storing-action.ts";
const fetch = "test/actions/fetching-action.ts";

test("a file goes from one job to the next through an artifact, and no copy stays behind", async () => {
  await using server = await ArtifactServer.listen();
  const RUNNER_TEMP = scratchDirectory();
  const env = { ...server.env, ACT: "true", RUNNER_TEMP };
  const stored = await runStep(store, { to: "config.bundle", artifact: "config-bundle" }, env);
  expect(stored).toMatchObject({ code: 0, outputs: expect.stringMatching(/artifact-id<<.*\n1\n/) });
  const inputs = { artifact: "config-bundle", "artifact-digest": digestOf("the bundle") };
  const fetched = await runStep(fetch, inputs, env);
  expect(fetched.outputs).toContain("\nthe bundle\n");
  expect(fetched.code).toBe(0);
  expect(readdirSync(RUNNER_TEMP)).toEqual([]);
});

test("without the input nothing is stored, and a path is read as it is", async () => {
  await using server = await ArtifactServer.listen();
  const stored = await runStep(store, { to: "config.bundle" }, server.env);
  expect(stored.code).toBe(0);
  expect(stored.outputs).not.toContain("artifact-id");
  expect(server.stored).toEqual([]);
  const fetched = await runStep(fetch, { file: import.meta.filename }, server.env);
  expect(fetched.code).toBe(0);
});

test("a file that is not the one that was stored is refused before the job reads it", async () => {
  await using server = await ArtifactServer.listen();
  await runStep(store, { to: "config.bundle", artifact: "config-bundle" }, server.env);
  const inputs = { artifact: "config-bundle", "artifact-digest": digestOf("another bundle") };
  const fetched = await runStep(fetch, inputs, server.env);
  expect(fetched.code).toBe(1);
  expect(fetched.log).toContain("DIGEST_MISMATCH");
  expect(fetched.outputs).toBe("");
});

test("one day is kept for a day also where whole remaining days are counted, and the log says what the host made of it", async () => {
  await using server = await ArtifactServer.listen();
  server.countsWholeDays = true;
  const before = Date.now();
  const inputs = { to: "config.bundle", artifact: "config-bundle", "retention-days": "1" };
  const stored = await runStep(store, inputs, server.env);
  expect(stored.code).toBe(0);
  expect(stored.log).toMatch(/asked to be kept until \S+; the host lists it/);
  const expires = Date.parse(server.stored[0]?.expires ?? "");
  const hour = 60 * 60 * 1000;
  expect(expires - before).toBeGreaterThanOrEqual(25 * hour);
  expect(expires - before).toBeLessThan(26 * hour);
  const fetched = await runStep(fetch, { artifact: "config-bundle" }, server.env);
  expect(fetched.code).toBe(0);
});

test("a digest or a number of days that is none is named with what is allowed", async () => {
  const wrong = await runStep(fetch, { artifact: "a", "artifact-digest": "abc" }, {});
  expect(wrong.log).toContain('input artifact-digest is "abc": must be sha256: and 64 hex digits');
  const days = await runStep(store, { to: "a", artifact: "a", "retention-days": "forever" }, {});
  expect(days.log).toContain('input retention-days is "forever"');
});

test("a value of several lines is one output, whatever stands in it", async () => {
  const file = join(scratchDirectory(), "hostile");
  const content =
    "a\nresult<<ghadelimiter\nclean\nghadelimiter\nresult=clean\nEOF\n::set-output name=result::clean\n";
  writeFileSync(file, content);
  const { outputs } = await runStep(fetch, { file }, {});
  const [, delimiter = "none"] = /^content<<(\S+)$/m.exec(outputs) ?? [];
  expect(outputs).toContain(`content<<${delimiter}\n${content}\n${delimiter}\n`);
  expect(content).not.toContain(delimiter);
});
