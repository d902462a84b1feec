import { expect, test } from "vitest";
import { maxShownBytes, shownDifference } from "../../src/secret/shown-difference.ts";

const bytes = (text: string) => Buffer.from(text);
const shown = (before: string, after: string) => shownDifference(bytes(before), bytes(after)).difference;

test("a changed text is shown as what should be there and what is there", () => {
  expect(shown("You scout.\nBe brief.\n", "You scout.\nBe rude.\n")).toEqual([
    "@@ -1,2 +1,2 @@",
    " You scout.",
    "-Be brief.",
    "+Be rude.",
  ]);
});

test("what may be a secret is not shown, wherever it stands on its line or below its name", () => {
  const canary = "CANARY-shown-17";
  const texts = [
    `password: ${canary} and ${canary}\n`,
    `Call it with "Authorization: Bearer ${canary}", please.\n`,
    `api_key: |\n  ${canary}\n  ${canary}\n`,
    `  env:\n    HARMLESS: ${canary}\n    OTHER: [${canary}]\n`,
    `{\n  "headers": {\n    "X-Plain": "${canary}"\n  }\n}\n`,
    `tokens:\n  - ${canary}\n`,
    `https://me:${canary}@example.test/x?y=${canary}\n`,
    `# -----BEGIN RSA PRIVATE KEY-----\n# ${canary}\n# ${canary}\n# -----END RSA PRIVATE KEY-----\n`,
    "look: CANARYab0123456789CDEFghij+/kl\n",
    `look: ${"canary17".replace(/[^0-9a-f]/g, "a").repeat(5)}\n`,
  ];
  for (const text of texts) {
    const lines = shown("Be brief.\n", `Be rude.\n${text}`) ?? [];
    expect(lines).toContain("+Be rude.");
    expect(lines.join("\n")).toContain("[hidden]");
    expect(lines.join("\n")).not.toMatch(/canary|acaaa/i);
  }
});

test("what follows a hidden part is shown again", () => {
  const lines = shown(
    "x\n",
    "env:\n  A: hush\nplain: 1\n-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\nend\n",
  );
  expect(lines).toEqual([
    "@@ -1,1 +1,7 @@",
    "-x",
    "+env:",
    "+  A: [hidden]",
    "+plain: 1",
    "+[hidden]",
    "+[hidden]",
    "+[hidden]",
    "+end",
  ]);
});

test("texts that differ only in what is hidden say so", () => {
  expect(shown("token: one\n", "token: two\n")).toEqual(["(only in what is not shown)"]);
});

test("what is no text, is too long or is not there has no difference", () => {
  const text = bytes("a\n");
  for (const other of [
    Buffer.from([0x61, 0]),
    Buffer.from([0xff, 0xfe]),
    Buffer.alloc(maxShownBytes + 1, "a"),
    undefined,
  ]) {
    expect(shownDifference(text, other)).toEqual({});
    expect(shownDifference(other, text)).toEqual({});
  }
  expect(shownDifference(text, text)).toEqual({});
});
