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

test.each([
  [
    ["--header", "Authorization: Bearer hunter2"],
    ["--header", "[hidden]"],
  ],
  [["--header=Authorization: Bearer hunter2"], ["--header=[hidden]"]],
  [
    ["-H", "X-Whatever: hunter2"],
    ["-H", "[hidden]"],
  ],
  [["-HX-Whatever: hunter2"], ["-H[hidden]"]],
  [["Authorization: Bearer hunter2"], ["Authorization: [hidden]"]],
  [
    ["--header", "Authorization: Bearer ${SECRET:A}"],
    ["--header", "[hidden]"],
  ],
  [["--pass=hunter2"], ["--pass=[hidden]"]],
  [
    ["--pwd", "hunter2"],
    ["--pwd", "[hidden]"],
  ],
  [
    ["-p", "hunter2"],
    ["-p", "[hidden]"],
  ],
  [["-phunter2"], ["-p[hidden]"]],
  [
    ["-u", "me:hunter2"],
    ["-u", "[hidden]"],
  ],
  [["TOKEN=hunter2"], ["TOKEN=[hidden]"]],
  [
    ["env", "GITHUB_TOKEN=hunter2", "npx", "server"],
    ["env", "GITHUB_TOKEN=[hidden]", "npx", "server"],
  ],
  [
    ["-e", "ANYTHING=hunter2"],
    ["-e", "[hidden]"],
  ],
  [["--token=${SECRET:A}"], ["--token=${SECRET:A}"]],
  [["https://me:hunter2@host/p?k=hunter2"], ["https://[hidden]@host/p?[hidden]"]],
  [["--url=https://host/p?k=hunter2"], ["--url=https://host/p?[hidden]"]],
  [
    ["--config", "/etc/x.json", "-y", "server@1.2.3"],
    ["--config", "/etc/x.json", "-y", "server@1.2.3"],
  ],
  [["oauth2://tokens/x"], ["oauth2://tokens/x"]],
])("of a command line %j, %j is shown", (args, shown) => {
  expect(redact({ command: "c", args })).toEqual({ command: "c", args: shown });
});

test("a command that prints headers is hidden whole", () => {
  expect(redact({ headersHelper: "echo X-Key: hunter2" })).toEqual({ headersHelper: "[hidden]" });
});
