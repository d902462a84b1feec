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

const issued = [
  `ghp_${"a1".repeat(18)}`,
  `sk-ant-api03-${"b2".repeat(40)}`,
  `glpat-${"c3".repeat(10)}`,
  `eyJhbGciOi.${"d4".repeat(20)}.e5`,
];

test.each([
  ...[
    "--pass",
    "--pw",
    "--pat",
    "--jwt",
    "--tok",
    "--otp",
    "--key",
    "--authkey",
    "--oauth2-bearer",
    "--data-raw",
  ].map((flag) => [flag, "hunter2"]),
  ...["-p", "-P", "-u", "-U", "-H", "-e", "-b", "-k", "-t", "-d", "-x"].map((flag) => [flag, "u:hunter2"]),
  ...["--user", "--proxy", "--proxy-header", "--headers", "--env", "--env-var", "--build-arg", "--cert"].map(
    (flag) => [flag, "A=hunter2"],
  ),
  ["--token", "=", "hunter2"],
  ["--token hunter2"],
  ["--token\u00a0hunter2"],
  ["--token:hunter2"],
  ['"--token=hunter2"'],
  ["'--token=hunter2'"],
  ["/p:hunter2"],
  ["/password:hunter2"],
  ["-Dproxy.password=hunter2"],
  ["-DANY=hunter2"],
  ["--option=password=hunter2"],
  ["--from-literal=any=hunter2"],
  ["--set-env-vars=A=hunter2"],
  ['--headers={"X":"hunter2"}'],
  ["%TOKEN%=hunter2"],
  ["$env:TOKEN=hunter2"],
  ["GITHUB_PAT=hunter2"],
  ["SESSION_ID=hunter2"],
  ["a=b&token=hunter2"],
  ["Server=x;User Id=sa;Password=hunter2;"],
  ["AccountName=a;AccountKey=hunter2;EndpointSuffix=x"],
  ["host=db user=u password=hunter2"],
  ["--config", '{"apiKey":"hunter2"}'],
  ['--config={"env":{"A":"hunter2"}}'],
  ["{token:'hunter2'}"],
  ["Bearer hunter2"],
  ["token hunter2"],
  ["u:hunter2@db.example:5432/x"],
  ["postgres:/u:hunter2@h/db"],
  ["https:u:hunter2@h"],
  ["//u:hunter2@h"],
  ["jdbc:postgresql://h/db?user=a&password=hunter2"],
  ["jdbc:oracle:thin:scott/hunter2@h:1521:x"],
  ["mongodb+srv://u:hunter2@h/db"],
  ["sh", "-c", "curl -H 'X-Any: hunter2' https://h"],
  ["sh", "-c", 'curl -H "Authorization: Bearer hunter2" https://h'],
  ["sh", "-c", "export API_KEY=hunter2; run"],
  ["sh", "-c", "run --password hunter2 --verbose"],
  ["sh", "-c", "mysql -phunter2"],
  ["sh", "-c", "curl -u user:hunter2 x"],
  ["sh", "-c", `bash -c "mysql -p 'hunter2'"`],
  ["sh", "-c", "run -u 'half a quote hunter2"],
  ...issued.map((token) => [`--id=${token}`]),
])("nothing of the secret in %j %j is shown", (...args) => {
  const shown = [{ args }, { command: args.join(" ") }, args].map((value) => JSON.stringify(redact(value)));
  for (const text of shown) for (const secret of ["hunter2", ...issued]) expect(text).not.toContain(secret);
});

test.each([
  { env: "hunter2" },
  { Env: { A: "hunter2" } },
  { environment: ["A=hunter2"] },
  { Headers: [["X-Any", "hunter2"]] },
  { auth: "hunter2" },
  { pat: "hunter2" },
  { passcode: "hunter2" },
  { jwt: ["hunter2"] },
  { sessionId: "hunter2" },
  { connectionString: "hunter2" },
  { tokens: ["hunter2"] },
  { keys: { a: "hunter2" } },
  { source: { source: "url", url: "https://h/x", headers: { a: "hunter2" } } },
  { command: "env TOKEN=hunter2 run" },
  { url: "https://h/mcp/hunter2hunter2hunter2/sse" },
])("nothing of the secret in %j is shown", (value) => {
  expect(JSON.stringify(redact(value))).not.toContain("hunter2");
});

test.each([
  {
    command: "npx",
    args: ["-y", "@scope/server-files@1.2.3", "/data", "--port", "8080", "--user-data-dir", "/tmp/x"],
  },
  {
    command: "docker",
    args: ["run", "-i", "--rm", "-v", "/data:/data:ro", "ghcr.io/o/server:v1@sha256:abcdef0123456789"],
  },
  { command: "bash", args: ["-lc", 'cd /srv && exec ./mcp --token "${SECRET:A}" --port 80'] },
  { source: { source: "github", repo: "author/path", ref: "main" } },
  {
    model: "m",
    includeCoAuthoredBy: false,
    permissions: { allow: ["Bash(npm run test:*)", "Read(~/.zshrc)"] },
  },
  { url: "https://api.example.com/v1/mcp/sse" },
])("what is no secret in %j is shown", (value) => {
  expect(redact(value)).toEqual(value);
});

test("a prompt is shown, but for what is given to a name in it", () => {
  const prompt =
    "You review.\nBasic usage: read https://h/docs.\nThe author: git@h.example:o/r.\nUse ${SECRET:A}.";
  expect(redact(prompt)).toBe(prompt);
  expect(redact(`${prompt}\nThe password: hunter2 and so on\nTOKEN=hunter2`)).toBe(
    `${prompt}\nThe password: [hidden] and so on\nTOKEN=[hidden]`,
  );
});

test.each([
  "a",
  "a-",
  "a:b@",
  '"',
  "'\" ",
  '\\"',
  "a ",
  "= ",
  "://",
  "a://",
  "eyJ-",
  "${SECRET:",
  "-p ",
  "\n",
])("a mebibyte of %j is looked through in time that grows with it and no faster", (unit) => {
  const text = unit.repeat((1 << 20) / unit.length);
  for (const value of [text, { args: [text] }, { url: `https://h/${text}` }]) redact(value);
});
