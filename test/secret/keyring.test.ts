import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Keyring } from "../../src/secret/keyring.ts";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const sealedBy = (keyring: Keyring) => keyring.seal("TOKEN", "1.aa", "s3cret\nwith ünïcode \0 and ${X}");

describe("a keyring", () => {
  test("opens what it sealed, under the first key", () => {
    const keyring = Keyring.parse(`${key("new")},${key("old")}`, "IDENTIKIT_SECRET_KEYS");
    const sealed = sealedBy(keyring);
    expect(sealed.keyId).toBe("new");
    expect(keyring.open(sealed)).toBe("s3cret\nwith ünïcode \0 and ${X}");
  });

  test("opens what an older key of it sealed", () => {
    const old = key("old");
    const sealed = sealedBy(Keyring.parse(old, "env"));
    expect(Keyring.parse(`${key("new")}\n# retired\n${old}\n`, "file").open(sealed)).toContain("s3cret");
  });

  test.each(["name", "version", "keyId", "nonce", "ciphertext", "tag"] as const)(
    "does not open a value whose %s was altered",
    (part) => {
      const keys = key("a");
      const keyring = Keyring.parse(`${keys},b:${keys.slice(2)}`, "env");
      const sealed = sealedBy(keyring);
      const other = { ...sealedBy(keyring), name: "OTHER", version: "2.bb", keyId: "b" };
      expect(() => keyring.open({ ...sealed, [part]: other[part] })).toThrow(
        expect.objectContaining({ code: "SECRET_UNREADABLE" }),
      );
    },
  );

  test("does not accept a shortened tag", () => {
    const keyring = Keyring.parse(key("a"), "env");
    const sealed = sealedBy(keyring);
    const tag = Buffer.from(sealed.tag, "base64").subarray(0, 12).toString("base64");
    expect(() => keyring.open({ ...sealed, tag })).toThrow(
      expect.objectContaining({ code: "SECRET_UNREADABLE" }),
    );
  });

  test("says which key is missing", () => {
    const sealed = sealedBy(Keyring.parse(key("gone"), "env"));
    expect(() => Keyring.parse(key("here"), "env").open(sealed)).toThrow(/key gone, which is not here/);
  });

  test("never uses a nonce twice", () => {
    const keyring = Keyring.parse(key("a"), "env");
    const nonces = new Set(Array.from({ length: 5000 }, () => keyring.seal("A", "1.a", "x").nonce));
    expect(nonces.size).toBe(5000);
  });

  test.each([
    ["nothing", ""],
    ["a key without an id", randomBytes(32).toString("base64")],
    ["a key of 31 bytes", `a:${randomBytes(31).toString("base64")}`],
    ["what is no base64", `a:${"*".repeat(44)}`],
    ["an id that stands twice", `${key("a")},${key("a")}`],
  ])("refuses %s without showing it", (_, text) => {
    const secret = text.split(":").at(-1) as string;
    try {
      Keyring.parse(text, "IDENTIKIT_SECRET_KEYS");
      expect.unreachable();
    } catch (fault) {
      expect(fault).toMatchObject({ code: "KEYRING_INVALID" });
      if (secret !== "") expect(String(fault)).not.toContain(secret);
    }
  });
});
