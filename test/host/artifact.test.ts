import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { downloadArtifact, uploadArtifact } from "../../src/host/artifact.ts";
import { unzip, zipOf } from "../../src/host/zip.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { ArtifactServer } from "../services/artifact-server.ts";

const { signal } = new AbortController();
const bytes = randomBytes(100_000);
const file = { name: "config.bundle", bytes };

test.each([
  ["GitHub", false],
  ["Gitea and act", true],
])("a file comes back from its artifact as it was, with the names as %s write them", async (_, camelCase) => {
  await using server = await ArtifactServer.listen();
  server.camelCase = camelCase;
  const options = { env: server.env, artifact: "config-bundle", signal };
  const stored = await uploadArtifact(file, { ...options, expires: new Date("2026-12-01T00:00:00Z") });
  expect(stored).toEqual({ id: 1, digest: digestOf(bytes) });
  expect(server.stored[0]?.finished).toBe(true);
  const fetched = await downloadArtifact({ ...options, expected: stored.digest });
  expect(fetched).toEqual({ ...file, digest: digestOf(bytes) });
});

test("a large file is sent in blocks, one at a time, so that it keeps its order where they are appended", async () => {
  await using server = await ArtifactServer.listen();
  const options = { env: server.env, artifact: "large", signal };
  const large = randomBytes(20 * 1024 * 1024);
  await uploadArtifact({ name: "large.bin", bytes: large }, options);
  expect(server.mostAtOnce).toBe(1);
  expect((await downloadArtifact(options)).digest).toBe(digestOf(large));
});

test("an empty file is a file, too", async () => {
  await using server = await ArtifactServer.listen();
  const options = { env: server.env, artifact: "empty", signal };
  await uploadArtifact({ name: "empty", bytes: Buffer.alloc(0) }, options);
  expect((await downloadArtifact(options)).bytes).toHaveLength(0);
});

test("a file that is not the one the other job spoke of is refused", async () => {
  await using server = await ArtifactServer.listen();
  const options = { env: server.env, artifact: "config-bundle", signal };
  await uploadArtifact(file, options);
  const other = downloadArtifact({ ...options, expected: digestOf("other") });
  await expect(other).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
});

test("an archive that was changed on the way is refused, and one that somebody else made", async () => {
  await using server = await ArtifactServer.listen();
  const options = { env: server.env, artifact: "config-bundle", signal };
  await uploadArtifact(file, options);
  const [stored] = server.stored;
  if (!stored) throw new Error("nothing was stored");
  const good = stored.zip;
  stored.zip = Buffer.from(good);
  stored.zip.writeUInt8(good.readUInt8(5000) ^ 1, 5000);
  await expect(downloadArtifact(options)).rejects.toMatchObject({ code: "ARCHIVE_INVALID" });
  stored.zip = good.subarray(0, -30);
  await expect(downloadArtifact(options)).rejects.toMatchObject({ code: "ARCHIVE_INVALID" });
  stored.zip = zipOf([file]);
  await expect(downloadArtifact(options)).rejects.toMatchObject({ code: "ARTIFACT_FAILED" });
  const lie = Buffer.from(`${"0".repeat(64)}  ${file.name}\n`);
  stored.zip = zipOf([file, { name: "SHA256SUMS", bytes: lie }]);
  await expect(downloadArtifact(options)).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
});

test("a server that stumbles is asked again, one that refuses is not", async () => {
  await using server = await ArtifactServer.listen();
  const options = { env: server.env, artifact: "a", signal };
  server.stumbles = 1;
  await uploadArtifact(file, options);
  server.refuseBlocks = true;
  const refused = uploadArtifact(file, { ...options, artifact: "b" });
  await expect(refused).rejects.toMatchObject({
    code: "ARTIFACT_FAILED",
    message: expect.stringMatching(/^artifact b: UploadArtifact was answered 403/),
  });
  await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("sig=") });
});

test("storage inside a network is not used where a service outside of it names it, unless that is allowed", async () => {
  await using server = await ArtifactServer.listen();
  // The server stands for results.test as its proxy, and signs addresses of this machine.
  const env = { ...server.env, ACTIONS_RESULTS_URL: "http://results.test/", HTTP_PROXY: server.url };
  const stored = uploadArtifact(file, { env, artifact: "a", signal });
  await expect(stored).rejects.toMatchObject({
    code: "ADDRESS_REFUSED",
    message: expect.not.stringContaining("sig="),
  });
  expect(server.stored[0]?.zip).toHaveLength(0);
  const allowed = { ...env, IDENTIKIT_ALLOW_PRIVATE_HOSTS: "127.0.0.1" };
  const options = { env: allowed, artifact: "b", signal };
  await uploadArtifact(file, options);
  expect((await downloadArtifact(options)).digest).toBe(digestOf(bytes));
});

test("an artifact that is not there is a fault that names it", async () => {
  await using server = await ArtifactServer.listen();
  await expect(downloadArtifact({ env: server.env, artifact: "nothing", signal })).rejects.toMatchObject({
    code: "ARTIFACT_FAILED",
    message: "artifact nothing: no job of this run has stored it",
  });
});

test("a stopped run stops, and a server that is gone is said to be", async () => {
  const server = await ArtifactServer.listen();
  const { env } = server;
  const stopped = uploadArtifact(file, { env, artifact: "a", signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ code: "CANCELLED" });
  await server[Symbol.asyncDispose]();
  const gone = uploadArtifact(file, { env, artifact: "a", signal: AbortSignal.timeout(300) });
  await expect(gone).rejects.toMatchObject({ code: "CANCELLED" });
});

test.each([
  ["a runner without artifact storage", {}, "a", file, "ACTIONS_RESULTS_URL"],
  [
    "a token of another kind",
    { ACTIONS_RESULTS_URL: "http://127.0.0.1:1", ACTIONS_RUNTIME_TOKEN: "x.y.z" },
    "a",
    file,
    "token",
  ],
  ["a file name that is a path", {}, "a", { ...file, name: "../a" }, "no plain file name"],
  ["an artifact name that is a path", {}, "../a", file, "not one that hosts take"],
])("%s is refused before anything is sent", async (_, env, artifact, what, said) => {
  await expect(uploadArtifact(what, { env, artifact, signal })).rejects.toMatchObject({
    code: "ARTIFACT_FAILED",
    message: expect.stringContaining(said),
  });
});

requires("python3")("an archive of ours", () => {
  test("is one that other programs read, and we read theirs", () => {
    const directory = scratchDirectory();
    writeFileSync(join(directory, "ours.zip"), zipOf([file, { name: "b.txt", bytes: Buffer.from("b\n") }]));
    const python = (script: string): string =>
      execFileSync("python3", ["-c", `import zipfile\n${script}`], { cwd: directory, encoding: "utf8" });
    const read =
      'z=zipfile.ZipFile("ours.zip")\nprint(z.testzip(), [(i.filename, i.file_size) for i in z.infolist()])';
    expect(python(read).trim()).toBe("None [('config.bundle', 100000), ('b.txt', 2)]");
    const write = (name: string, how: string): string => `
with zipfile.ZipFile("${name}", "w", zipfile.${how}) as z:
    z.writestr("a.txt", "a" * 1000)
    z.writestr("b.txt", "b")
print(open("${name}", "rb").read().hex())`;
    for (const how of ["ZIP_STORED", "ZIP_DEFLATED"]) {
      const files = unzip(Buffer.from(python(write("theirs.zip", how)).trim(), "hex"), 2000);
      expect([...files].map(([name, content]) => [name, content.length])).toEqual([
        ["a.txt", 1000],
        ["b.txt", 1],
      ]);
    }
  });
});

test("an archive that announces or holds more than it may is refused unread", () => {
  const bomb = zipOf([{ name: "a", bytes: Buffer.alloc(50_000) }]);
  expect(() => unzip(bomb, 49_999)).toThrow(expect.objectContaining({ code: "ARCHIVE_TOO_LARGE" }));
  const liar = Buffer.from(bomb);
  liar.writeUInt32LE(10, liar.lastIndexOf("PK\u0001\u0002", undefined, "latin1") + 24);
  expect(() => unzip(liar, 49_999)).toThrow(expect.objectContaining({ code: "ARCHIVE_INVALID" }));
  expect(() => unzip(Buffer.from("no archive"), 10)).toThrow(
    expect.objectContaining({ code: "ARCHIVE_INVALID" }),
  );
});
