import { expect, test } from "vitest";
import { redact } from "../../src/secret/redaction.ts";

test("redaction hides by structure and keeps placeholders", () => {
  const value = {
    command: "mcp",
    args: [
      "--token",
      "hunter2",
      "--api-key=hunter2",
      "--verbose",
      "--token=${SECRET:A}",
      "postgres://u:hunter2@h/d?x=hunter2",
    ],
    env: { ANY: "hunter2", TOKEN: "${SECRET:A}", AUTH: "Bearer ${SECRET:A}", ["__proto__"]: "hunter2" },
    url: "https://user:hunter2@host.example/path?key=hunter2#hunter2",
    headers: { Authorization: "Bearer hunter2" },
    oauth: { clientId: "hunter2" },
    nested: [{ clientSecret: "hunter2", password: 12345, region: "eu" }],
    timeout: 30,
  };
  const shown = JSON.stringify(redact(value));
  expect(shown).not.toMatch(/hunter2|12345/);
  for (const kept of [
    "--verbose",
    "${SECRET:A}",
    "Bearer ${SECRET:A}",
    "https://[hidden]@host.example/path",
    "eu",
    "30",
  ])
    expect(shown).toContain(kept);
});
