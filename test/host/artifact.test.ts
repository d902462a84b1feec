import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { downloadArtifact, uploadArtifact } from "../../src/host/artifact.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { scratchDirectory } from "../scratch.ts";
import { ArtifactServer } from "../services/artifact-server.ts";

const { signal } = new AbortController();
const bytes = randomBytes(100_000);

// The toolkit tells the runner's log of each of its steps.
beforeEach(() => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  return () => write.mockRestore();
});

test.each([
  ["act", { ACT: "true" }],
  ["Gitea", { ACT: "true", GITEA_ACTIONS: "true", GITHUB_SERVER_URL: "https://git.example" }],
  ["GitHub", { GITHUB_SERVER_URL: "https://github.com" }],
])("on %s a file comes back from its artifact as it was, and nothing is left behind", async (_, host) => {
  await using server = await ArtifactServer.listen();
  const RUNNER_TEMP = scratchDirectory();
  const options = { env: { ...server.env, ...host, RUNNER_TEMP }, artifact: "config-bundle", signal };
  const stored = await uploadArtifact({ name: "config.bundle", bytes }, options);
  expect(stored).toEqual({ id: 1, digest: digestOf(bytes) });
  const fetched = await downloadArtifact({ ...options, expected: stored.digest });
  expect(fetched).toEqual({ name: "config.bundle", bytes, digest: digestOf(bytes) });
  expect(readdirSync(RUNNER_TEMP)).toEqual([]);
});

test("under act one block is sent at a time, so that a large file keeps its order", async () => {
  await using server = await ArtifactServer.listen();
  const options = { env: { ...server.env, ACT: "true" }, artifact: "large", signal };
  const large = randomBytes(40 * 1024 * 1024);
  await uploadArtifact({ name: "large.bin", bytes: large }, options);
  expect(server.mostAtOnce).toBe(1);
  expect((await downloadArtifact(options)).digest).toBe(digestOf(large));
});

test("the process keeps its own variables", async () => {
  await using server = await ArtifactServer.listen();
  const before = { ...process.env };
  await uploadArtifact({ name: "a", bytes }, { env: server.env, artifact: "a", signal });
  expect({ ...process.env }).toEqual(before);
});

test("a file that is not the one the other job spoke of is refused", async () => {
  await using server = await ArtifactServer.listen();
  const options = { env: server.env, artifact: "config-bundle", signal };
  await uploadArtifact({ name: "config.bundle", bytes }, options);
  await expect(downloadArtifact({ ...options, expected: digestOf("other") })).rejects.toMatchObject({
    code: "DIGEST_MISMATCH",
  });
});

test("an artifact that is not there is a fault that names it", async () => {
  await using server = await ArtifactServer.listen();
  await expect(downloadArtifact({ env: server.env, artifact: "nothing", signal })).rejects.toMatchObject({
    code: "ARTIFACT_FAILED",
    message: expect.stringContaining("artifact nothing"),
  });
});

test("a runner without artifact storage, and a file name that is a path, are refused before anything is sent", async () => {
  const file = { name: "a", bytes };
  await expect(uploadArtifact(file, { env: {}, artifact: "a", signal })).rejects.toMatchObject({
    code: "ARTIFACT_FAILED",
    message: expect.stringContaining("ACTIONS_RESULTS_URL"),
  });
  await using server = await ArtifactServer.listen();
  const escaping = uploadArtifact({ name: "../a", bytes }, { env: server.env, artifact: "a", signal });
  await expect(escaping).rejects.toMatchObject({ code: "ARTIFACT_FAILED" });
  expect(server.stored).toEqual([]);
});

test("an upload that the storage refuses is a fault, and the process lives on", async () => {
  await using server = await ArtifactServer.listen();
  server.refuseBlocks = true;
  const upload = uploadArtifact({ name: "a", bytes }, { env: server.env, artifact: "a", signal });
  await expect(upload).rejects.toMatchObject({ code: "ARTIFACT_FAILED" });
});
