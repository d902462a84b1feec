import { expect, test } from "vitest";
import { parseAcceptedSecrets } from "../../src/template/accepted-secrets.ts";
import { adds, judge, places } from "./sample-facts.ts";

const token = `ghp_${"a1B2c3D4e5".repeat(4)}`.slice(0, 40);
const now = new Date("2026-02-01");

async function accepting(text: string) {
  return { value: await parseAcceptedSecrets(text, "config/accepted-secrets.yaml", now) };
}

test("an added credential is found in its line, and its value is told nowhere", async () => {
  const { verdict, findings } = await judge(
    "secrets",
    {},
    { files: [adds("a\nb/\u202ex.ts", `one\nx("${token}")`)] },
  );
  expect(verdict).toBe("drift");
  expect(places(findings)).toEqual(["CHANGE_SECRET a\nb/\u202ex.ts:2"]);
  expect(JSON.stringify(findings)).not.toContain(token);
});

test("a credential is found where lines between are not added, and where letters have two bytes", async () => {
  const lines = [
    { line: 900, text: `a: ${token}` },
    { line: 2000, text: [...`b: ${token}`].join("\0") },
  ];
  const files = [{ path: "x.yaml", kind: "modified" as const, added: lines }];
  expect(places((await judge("secrets", {}, { files })).findings)).toEqual([
    "CHANGE_SECRET x.yaml:900",
    "CHANGE_SECRET x.yaml:2000",
  ]);
});

test("a key that goes over several lines is found", async () => {
  const key = [
    "-----BEGIN PRIVATE KEY-----",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
    "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu",
  ];
  const { findings } = await judge("secrets", {}, { files: [adds("key.txt", key.join("\n"))] });
  expect(places(findings)).toEqual(["CHANGE_SECRET key.txt:1"]);
});

test("a value that the base accepts in that file is accepted there and nowhere else", async () => {
  const files = [adds("a.txt", token), adds("b.txt", token)];
  const first = await judge("secrets", {}, { files: [adds("a.txt", token)] });
  const entry = /- \{.*\}/
    .exec(first.findings[0]?.remedy ?? "")?.[0]
    .replace('reason: ""', 'reason: "a sample"');
  const accepted = await accepting(`accepted:\n  ${entry}\n`);
  expect(places((await judge("secrets", {}, { files, accepted })).findings)).toEqual([
    "CHANGE_SECRET b.txt:1",
  ]);
});

test("accepted values in great number do not hide what comes after them", async () => {
  const first = await judge("secrets", {}, { files: [adds("a.txt", token)] });
  const entry = /- \{.*\}/
    .exec(first.findings[0]?.remedy ?? "")?.[0]
    .replace('reason: ""', 'reason: "a sample"');
  const accepted = await accepting(`accepted:\n  ${entry}\n`);
  const files = [adds("a.txt", `${token}\n`.repeat(60)), adds("b.txt", token)];
  const { verdict } = await judge("secrets", {}, { files, accepted });
  expect(verdict).toBe("unverified");
});

test("an entry that has expired, and lines that are not known, cannot be verified", async () => {
  const fingerprint = `scrypt:${"0".repeat(32)}`;
  const accepted = await accepting(
    `accepted:\n  - { path: a, rule: github, fingerprint: "${fingerprint}", reason: x, expires: "2026-01-01" }\n`,
  );
  expect((await judge("secrets", {}, { files: [adds("c", "fine")], accepted })).findings).toMatchObject([
    { code: "ALLOWANCE_INVALID", severity: "unverified" },
  ]);
  const files = [adds("large.bin", "", { added: undefined })];
  expect((await judge("secrets", {}, { files })).verdict).toBe("unverified");
});
