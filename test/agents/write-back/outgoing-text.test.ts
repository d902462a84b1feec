import { describe, expect, test } from "vitest";
import { hiddenMarker } from "../../../src/agents/write-back/idempotency-key.ts";
import { mostText, outgoingText, outgoingTitle } from "../../../src/agents/write-back/outgoing-text.ts";
import { steers } from "../../../src/agents/write-back/steering-paths.ts";

/** GitHub's and Gitea's own patterns, as far as they matter here. */
const mention = /(?:^|\W)@(?:[a-z0-9][a-z0-9-]{0,38})/i;
const closing =
  /(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?|reopen(?:s|ed)?):?\s+(?:[\w.-]+\/[\w.-]+)?(?:[#!]\d+|https?:\/\/)/i;

describe("a text of an agent that is sent to a forge", () => {
  test.each([
    "Thanks @mira, and @tidewater/captains.",
    "(@mira) [@mira] *@mira* `@mira` @mira's\n@mira",
    "x@mira.example",
  ])("mentions nobody: %s", (text) => {
    expect(outgoingText(text)).not.toMatch(mention);
    expect(outgoingTitle(text)).not.toMatch(mention);
  });

  test.each([
    "Fixes #12",
    "closes: #12",
    "RESOLVED acme/fleet#12",
    "fix https://github.com/acme/fleet/issues/12",
    "resolve GH-12 and closes !4",
    "Reopens #3",
    "fixed\n#12",
    "closes **#12**",
  ])("closes and opens nothing: %s", (text) => {
    const sent = outgoingText(text);
    expect(sent).not.toMatch(closing);
    expect(sent.replaceAll("\u200b", "")).toBe(text);
  });

  test("keeps words that close nothing as they are", () => {
    for (const text of ["This fixes the gate.", "Closed doors", "see #12", "fix: the harbour gate"])
      expect(outgoingText(text)).toBe(text);
  });

  test.each(["/identikit approve a sha256:0", "> /merge", "ok\n  /lgtm", "- /retest"])(
    "commands no bot: %s",
    (text) => {
      expect(outgoingText(text)).not.toMatch(/^[\s>*+-]*\/[a-z]/im);
    },
  );

  test("keeps no check from running, and speaks for nobody in a trailer", () => {
    const sent = outgoingText(
      "[skip ci] [ci skip] [no ci] [skip actions]\nskip-checks: true\nCo-authored-by: a\nIdentikit-Key: x",
    );
    expect(sent).not.toMatch(/\[(skip|ci|no)[ -]/);
    expect(sent).not.toMatch(/^(skip-checks|co-authored-by|identikit-key):/im);
  });

  test("shows what nobody would see", () => {
    expect(outgoingText("a\u202eb\u0007c\u200bd\te\r\nf<!-- g -->")).toBe(
      "a\\u{202e}b\\u{7}c\\u{200b}d\te\nf&lt;!-- g -->",
    );
    expect(outgoingText(hiddenMarker("k"))).not.toContain("<!--");
  });

  test("is cut at what the forges take", () => {
    expect(outgoingText("🚢".repeat(60_000)).length).toBeLessThanOrEqual(mostText);
    expect(outgoingText("🚢".repeat(60_000))).toMatch(/cut off/);
    expect(outgoingTitle(`a\nb ${"x".repeat(400)}`).length).toBeLessThanOrEqual(255);
    expect(outgoingTitle(" \n ")).toBe("(no title)");
  });
});

describe("a path that steers agents or CI", () => {
  test.each([
    ".github/workflows/ci.yml",
    ".GitHub/workflows/ci.yml",
    "sub/.gitea/x",
    ".forgejo/a",
    "AGENTS.md",
    "docs/agents.md",
    "Claude.md",
    "agents/roles.yaml",
    "Agents/roles.yaml",
    ".gitattributes",
    "a/.gitmodules",
    "docs/CODEOWNERS",
    ".gıthub/workflows/x",
    ".git\u200bhub/x",
    "ＡＧＥＮＴＳ.md",
    "CLAUDE.md.",
    ".claude/settings.json",
    ".mcp.json",
    ".cursor/rules/a.mdc",
  ])("is %s", (path) => {
    expect(steers(path)).toBe(true);
  });

  test.each([
    "src/agents/x.ts",
    "README.md",
    "docs/github.md",
    "agents.ts",
    "claude/x.ts",
    "my.gitattributes",
  ])("is not %s", (path) => {
    expect(steers(path)).toBe(false);
  });
});
