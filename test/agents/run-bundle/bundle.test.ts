import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { bundleKeysOf, bundleProof } from "../../../src/agents/run-bundle/bundle-key.ts";
import type { RunBundle } from "../../../src/agents/run-bundle/run-bundle.ts";
import { canonicalJson } from "../../../src/document/canonical-json.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { archiveEnd, fileHeader, filePadding } from "../../../src/tar/tar-writer.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { bundleOf, type Contents, fileOf, keysOf, newKeyring, part, readAll } from "./bundle-scene.ts";

function full() {
  const contents: Contents = new Map();
  const patch = part(contents, "patch", "patch", '{"version":1}');
  const run = bundleOf(
    [
      patch,
      part(contents, "blob", "a", "first\n"),
      part(contents, "log", "log", ""),
      part(contents, "file", "the same as a", "first\n"),
      part(contents, "session", "session", randomBytes(700_000)),
    ],
    { patch: patch.digest },
  );
  return { run, contents };
}

/** A member as the writer writes it. */
const member = (name: string, content: Uint8Array | string) => [
  fileHeader(name, content.length),
  Buffer.from(content),
  filePadding(content.length),
];
/** An archive of a `run.json` that need not be right, with its proof. */
const archive = (run: string, ...more: readonly Uint8Array[]) => {
  const { ticket } = full().run;
  const id = /"id":"([^"]+)"/.exec(run)?.[1] ?? ticket.id;
  const proof = `${bundleProof(Buffer.from(run), keysOf(id)[0])}\n`;
  return Buffer.concat([...member("run.json", run), ...member("proof", proof), ...more, archiveEnd]);
};
const blobName = (content: string) => `blobs/sha256/${digestOf(content).slice(7)}`;
const refused = (problem: string | RegExp) => ({
  code: "RUN_BUNDLE_INVALID",
  message: expect.stringMatching(problem),
});

describe("a run bundle", () => {
  test.each([1, 511, 512, 4096, 5_000_000])(
    "is read as it was written, in pieces of %i bytes",
    async (size) => {
      const { run, contents } = full();
      const file = await fileOf(run, contents);
      const read = await readAll(size === 1 ? file.subarray(0) : file, keysOf, size === 1 ? 97 : size);
      expect(read.run).toEqual(run);
      expect(read.digest).toBe(digestOf(canonicalJson(run)));
      const blobs = [...new Set(run.parts.map(({ digest }) => digest))];
      expect(read.taken).toEqual([run.attempt, ...blobs]);
      for (const digest of blobs) expect(digestOf(read.contents.get(digest) ?? "")).toBe(digest);
    },
  );

  test("has bytes that follow from its content alone", async () => {
    const { run, contents } = full();
    expect(await fileOf(run, contents)).toEqual(await fileOf({ ...run }, contents));
  });

  test("still counts after a change of keys, and not with a key of another ticket or keyring", async () => {
    const old = newKeyring("old");
    const { run, contents } = full();
    const file = await fileOf(run, contents, bundleKeysOf(old)(run.ticket.id)[0]);
    const entries = `${Keyring.generateEntry("new")},${Keyring.generateEntry("third")}`;
    await expect(readAll(file, bundleKeysOf(Keyring.parse(entries, "test")))).rejects.toMatchObject(
      refused("proof is not that"),
    );
    const rotated = {
      deriveAll: (purpose: string) => [...newKeyring().deriveAll(purpose), ...old.deriveAll(purpose)],
    };
    expect((await readAll(file, bundleKeysOf(rotated))).run).toEqual(run);
    const other = bundleKeysOf(old)("00000000-0000-4000-8000-000000000000")[0];
    await expect(readAll(await fileOf(run, contents, other), bundleKeysOf(old))).rejects.toMatchObject(
      refused("proof is not that"),
    );
  });

  test("is refused wherever a byte of it is another one, before anything of it is handed on that is not right", async () => {
    const { run, contents } = full();
    const small = { ...run, parts: run.parts.filter(({ kind }) => kind !== "session") };
    const file = await fileOf(small, contents);
    for (let at = 0; at < file.length; at += 7) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(readAll(changed), `byte ${at}`).rejects.toMatchObject({ code: "RUN_BUNDLE_INVALID" });
    }
  });

  test("is refused wherever it is cut off, or goes on", async () => {
    const { run, contents } = full();
    const small = { ...run, parts: run.parts.filter(({ kind }) => kind !== "session") };
    const file = await fileOf(small, contents);
    for (let at = 0; at < file.length; at += 101)
      await expect(readAll(file.subarray(0, at))).rejects.toMatchObject({ code: "RUN_BUNDLE_INVALID" });
    await expect(readAll(Buffer.concat([file, Buffer.alloc(512)]))).rejects.toMatchObject(
      refused("goes on for 512 bytes"),
    );
  });

  test("without a part, with one more, or with one twice is refused", async () => {
    const contents: Contents = new Map();
    const run = canonicalJson(
      bundleOf([part(contents, "log", "one", "1"), part(contents, "log", "two", "2")]),
    );
    const [one, two] = [member(blobName("1"), "1"), member(blobName("2"), "2")];
    await expect(readAll(archive(run, ...one))).rejects.toMatchObject(refused(`${blobName("2")} is missing`));
    await expect(readAll(archive(run, ...two, ...one))).rejects.toMatchObject(
      refused("where .* should stand"),
    );
    await expect(readAll(archive(run, ...one, ...one))).rejects.toMatchObject(
      refused("where .* should stand"),
    );
    await expect(readAll(archive(run, ...one, ...two, ...two))).rejects.toMatchObject(
      refused("no part names"),
    );
    await expect(readAll(archive(run, ...one, ...two, ...member("../evil", "x")))).rejects.toMatchObject(
      refused("no part names"),
    );
    await expect(readAll(archive(run, ...one, ...member(blobName("2"), "3")))).rejects.toMatchObject(
      refused("not what its name says"),
    );
    await expect(readAll(archive(run, ...one, ...member(blobName("2"), "22")))).rejects.toMatchObject(
      refused("has 2 bytes; 1 are the most"),
    );
    expect((await readAll(archive(run, ...one, ...two))).taken).toHaveLength(3);
  });

  test.each<[string, (run: RunBundle) => unknown, RegExp]>([
    ["of another version", (run) => ({ ...run, version: 2 }), /run\.json: version/],
    ["with a field that nobody knows", (run) => ({ ...run, more: 1 }), /run\.json/],
    ["that names a part twice", (run) => ({ ...run, parts: [...run.parts, ...run.parts] }), /twice/],
    [
      "that gives one content two lengths",
      (run) => ({ ...run, parts: run.parts.flatMap((one) => [one, { ...one, name: "b", bytes: 9 }]) }),
      /two lengths/,
    ],
    [
      "with a part that is too large",
      (run) => ({ ...run, parts: run.parts.map((one) => ({ ...one, bytes: 2 ** 40 })) }),
      /are the most/,
    ],
    [
      "whose patch is no part of it",
      (run) => ({ ...run, patch: `sha256:${"0".repeat(64)}` }),
      /patch is not the one/,
    ],
  ])("with a run.json %s is refused", async (_, change, problem) => {
    const run = canonicalJson(change(bundleOf([part(new Map(), "log", "a", "1")])));
    await expect(readAll(archive(run, ...member(blobName("1"), "1")))).rejects.toMatchObject(
      refused(problem),
    );
  });

  test("with a run.json of another form, such as a key twice, is refused", async () => {
    const run = canonicalJson(bundleOf([]));
    const twice = run.replace('"attempt":"run-1-1"', '"attempt":"run-9-9","attempt":"run-1-1"');
    await expect(readAll(archive(twice))).rejects.toMatchObject(refused("not in the one form"));
    await expect(readAll(archive(`${run} `))).rejects.toMatchObject(refused("not in the one form"));
    await expect(readAll(archive("{"))).rejects.toMatchObject(refused("not JSON"));
    expect((await readAll(archive(run))).run.attempt).toBe("run-1-1");
  });

  test("is not written of content that is something else than its run.json says", async () => {
    const { run, contents } = full();
    const [first] = run.parts;
    contents.set(first?.digest ?? "", Buffer.from('{"version":2}'));
    await expect(fileOf(run, contents)).rejects.toMatchObject(refused("another digest"));
    contents.set(first?.digest ?? "", Buffer.from("short"));
    await expect(fileOf(run, contents)).rejects.toMatchObject(refused("is not the 13 bytes"));
  });
});
