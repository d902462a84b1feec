import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ensureLocalKeyring, readKeyFile } from "../../src/secret/key-file.ts";
import { Keyring } from "../../src/secret/keyring.ts";

const directory = () => mkdtempSync(join(tmpdir(), "identikit-keys-"));

describe("a key file", () => {
  test("is made once, private, with nothing left beside it", () => {
    const root = directory();
    const file = join(root, "deep", "secret.key");
    const sealed = ensureLocalKeyring(file).seal("A", "1.a", "value");
    expect(ensureLocalKeyring(file).open(sealed)).toBe("value");
    expect(statSync(file).mode & 0o7777).toBe(0o600);
    expect(readdirSync(join(root, "deep"))).toEqual(["secret.key"]);
  });

  test("that is there is never written over", () => {
    const file = join(directory(), "secret.key");
    writeFileSync(file, Keyring.generateEntry("mine"), { mode: 0o600 });
    expect(ensureLocalKeyring(file).sealingKeyId).toBe("mine");
    expect(readFileSync(file, "utf8")).toMatch(/^mine:/);
  });

  test("open to everybody is refused", () => {
    const file = join(directory(), "secret.key");
    writeFileSync(file, Keyring.generateEntry("mine"));
    chmodSync(file, 0o644);
    expect(() => ensureLocalKeyring(file)).toThrow(expect.objectContaining({ code: "KEYRING_INVALID" }));
  });

  test.each([
    [0o640, "refused", "read"],
    [0o660, "refused", "refused"],
    [0o604, "refused", "refused"],
    [0o644, "refused", "refused"],
    [0o400, "read", "read"],
    [0o600, "read", "read"],
  ])("of mode %o is %s, and %s where its group may share it", (mode, alone, shared) => {
    const file = join(directory(), "secret.key");
    writeFileSync(file, Keyring.generateEntry("mine"));
    chmodSync(file, mode);
    const outcome = (mayShare: boolean) => {
      try {
        return readKeyFile(file, mayShare).sealingKeyId === "mine" ? "read" : "another";
      } catch (caught) {
        expect(caught).toMatchObject({
          code: "KEYRING_INVALID",
          remedy: expect.stringContaining("chmod 600"),
        });
        return "refused";
      }
    };
    expect([outcome(false), outcome(true)]).toEqual([alone, shared]);
  });

  test("that is missing, or a link, is refused when it is only to be read", () => {
    const root = directory();
    expect(() => readKeyFile(join(root, "none", "a.key"))).toThrow(
      expect.objectContaining({ code: "KEYRING_INVALID" }),
    );
    symlinkSync("/dev/zero", join(root, "a.key"));
    expect(() => readKeyFile(join(root, "a.key"))).toThrow(expect.objectContaining({ code: "PATH_LINKED" }));
  });
});
