import { describe, expect, test } from "vitest";
import { silentLogger } from "../../src/runtime/logger.ts";
import { type AccessLog, formatAccesses, RecordingAccessLog } from "../../src/secret/access-log.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { LoggedSecretReader } from "../../src/secret/logged-reader.ts";
import { maskForms } from "../../src/secret/mask.ts";
import { MissingSecretError } from "../../src/secret/missing-secret-error.ts";
import { EnvironmentProvider, SealedProvider } from "../../src/secret/provider.ts";
import type { SealedSecret } from "../../src/secret/sealed-secret.ts";

const use = { agent: "scout", accessor: "ci", reason: "boot" };
const clock = { now: () => new Date("2026-01-02T03:04:05Z") };
const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");

function reader(options: {
  env?: Record<string, string>;
  sealed?: SealedSecret[];
  keyring?: Keyring;
  accessLog?: AccessLog;
}) {
  const masked: string[] = [];
  const accessLog = options.accessLog ?? new RecordingAccessLog();
  const load = async (name: string) => options.sealed?.find((sealed) => sealed.name === name);
  const made = new LoggedSecretReader({
    providers: [
      new SealedProvider(load, options.keyring),
      new EnvironmentProvider(options.env ?? {}, new Uint8Array(32)),
    ],
    accessLog,
    log: { ...silentLogger, mask: (value) => masked.push(value) },
    clock,
  });
  return { reader: made, masked, accessLog };
}

describe("a secret reader", () => {
  test("logs the access, masks the value and gives it out", async () => {
    const log = new RecordingAccessLog();
    const { reader: secrets, masked } = reader({
      sealed: [keyring.seal("A", "1.a", "v1\nv2")],
      keyring,
      accessLog: log,
    });
    expect(await secrets.read("A", use)).toBe("v1\nv2");
    expect(formatAccesses(log.recorded)).toBe(
      '{"time":"2026-01-02T03:04:05.000Z","secret":"A","agent":"scout","accessor":"ci","reason":"boot"}\n',
    );
    expect(masked).toEqual(
      expect.arrayContaining(["v1\nv2", "v1", "v2", Buffer.from("v1\nv2").toString("base64"), "v1%0Av2"]),
    );
  });

  test("gives nothing out, and opens nothing, when the log cannot be written", async () => {
    const accessLog = { record: () => Promise.reject(new Error("disk full")) };
    const { reader: secrets, masked } = reader({ env: { IDENTIKIT_SECRET_A: "value" }, accessLog });
    await expect(secrets.read("A", use)).rejects.toMatchObject({ code: "ACCESS_LOG_FAILED" });
    expect(masked).toEqual([]);
  });

  test("writes the reads that are asked for together in one go", async () => {
    const writes: number[] = [];
    const accessLog = { record: async (accesses: readonly unknown[]) => void writes.push(accesses.length) };
    const { reader: secrets } = reader({
      env: { IDENTIKIT_SECRET_A: "1", IDENTIKIT_SECRET_B: "2" },
      accessLog,
    });
    const values = await Promise.all(["A", "B", "A"].map((name) => secrets.read(name, use)));
    expect(values).toEqual(["1", "2", "1"]);
    expect(writes).toEqual([3]);
  });

  test("says which secret is missing and who needs it", async () => {
    const { reader: secrets } = reader({});
    const read = secrets.read("__proto__", use);
    await expect(read).rejects.toBeInstanceOf(MissingSecretError);
    await expect(read).rejects.toMatchObject({ secretName: "__proto__", code: "MISSING_SECRET" });
    expect(await secrets.fingerprint("constructor")).toBeUndefined();
  });

  test("reads the environment only under its own prefix, and never the keys", async () => {
    const env = {
      GITHUB_TOKEN: "job",
      IDENTIKIT_SECRET_KEYS: "k:…",
      IDENTIKIT_SECRET_KEYS_FILE: "/k",
      IDENTIKIT_SECRET_X: "",
    };
    const { reader: secrets } = reader({ env });
    for (const name of ["GITHUB_TOKEN", "KEYS", "KEYS_FILE", "X"])
      await expect(secrets.read(name, use)).rejects.toBeInstanceOf(MissingSecretError);
  });

  test("falls back to the environment where the job has no key, and says so in the fingerprint", async () => {
    const sealed = [keyring.seal("A", "1.a", "from the database")];
    const env = { IDENTIKIT_SECRET_A: "from the job" };
    const without = reader({ sealed, env }).reader;
    const withKey = reader({ sealed, env, keyring }).reader;
    expect(await without.read("A", use)).toBe("from the job");
    expect(await withKey.read("A", use)).toBe("from the database");
    expect(await withKey.fingerprint("A")).toBe("A/1.a");
    expect(await without.fingerprint("A")).toBe(await reader({ env }).reader.fingerprint("A"));
    expect(await reader({ env: { IDENTIKIT_SECRET_A: "other" } }).reader.fingerprint("A")).not.toBe(
      await without.fingerprint("A"),
    );
  });
});

test("the forms that are masked leave no line, encoding or quoting of a value out, and no blank", () => {
  const forms = maskForms('a"b\r\n\n\u{1f511} c&d');
  for (const form of [
    'a"b',
    "\u{1f511} c&d",
    'a\\"b\\r\\n\\n\u{1f511} c&d',
    "a%22b%0D%0A%0A%F0%9F%94%91%20c%26d",
  ])
    expect(forms).toContain(form);
  expect(forms.every((form) => form.trim() !== "")).toBe(true);
});
