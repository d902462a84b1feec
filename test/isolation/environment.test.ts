import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { agentEnvironment } from "../../src/isolation/agent-environment.ts";
import { BoundedLines, cutMark } from "../../src/isolation/stream/bounded-lines.ts";
import { Tail } from "../../src/isolation/stream/tail.ts";

const parts = { path: "/usr/bin", home: "/agent/home", temporary: "/tmp", client: {}, secrets: {} };

test("an environment is made of what it is given", () => {
  const env = agentEnvironment({
    ...parts,
    client: { CLAUDE_CONFIG_DIR: "/agent/env" },
    secrets: { GITHUB_TOKEN: "x" },
    proxy: { HTTP_PROXY: "http://127.0.0.1:3128" },
  });
  expect(env).toEqual({
    PATH: "/usr/bin",
    HOME: "/agent/home",
    TMPDIR: "/tmp",
    LANG: "C.UTF-8",
    CLAUDE_CONFIG_DIR: "/agent/env",
    GITHUB_TOKEN: "x",
    HTTP_PROXY: "http://127.0.0.1:3128",
  });
});

test.each([
  "LD_PRELOAD",
  "LD_AUDIT",
  "DYLD_INSERT_LIBRARIES",
  "NODE_OPTIONS",
  "node_options",
  "BASH_ENV",
  "PYTHONPATH",
  "PERL5OPT",
  "RUBYOPT",
  "JAVA_TOOL_OPTIONS",
  "PATH",
  "HOME",
  "GIT_SSH_COMMAND",
  "GIT_CONFIG_COUNT",
  "SSH_AUTH_SOCK",
  "HTTPS_PROXY",
  "A=B",
  "A B",
  "",
  "1A",
])("a secret cannot be called %j", (name) => {
  expect(() => agentEnvironment({ ...parts, secrets: { [name]: "x" } })).toThrow(
    expect.objectContaining({ code: "AGENT_ENV_INVALID" }),
  );
});

test("a client's variables may be git's, and never load code", () => {
  expect(agentEnvironment({ ...parts, client: { GIT_OBJECT_DIRECTORY: "/x" } }).GIT_OBJECT_DIRECTORY).toBe(
    "/x",
  );
  for (const name of ["LD_PRELOAD", "NODE_OPTIONS", "BASH_ENV", "PATH"])
    expect(() => agentEnvironment({ ...parts, client: { [name]: "x" } }), name).toThrow(
      expect.objectContaining({ code: "AGENT_ENV_INVALID" }),
    );
});

test("a value with a NUL, one that no system takes, or a name that stands twice is refused, and the value is in no message", () => {
  for (const parted of [
    { secrets: { A: "CANARY\0" } },
    { secrets: { A: "CANARY".repeat(30_000) } },
    { client: { A: "1" }, secrets: { A: "CANARY" } },
  ]) {
    const make = () => agentEnvironment({ ...parts, ...parted });
    expect(make).toThrow(
      expect.objectContaining({ code: "AGENT_ENV_INVALID", message: expect.not.stringContaining("CANARY") }),
    );
  }
});

test("lines come as they were written, whatever the parts are that they came in, and long ones are cut with a mark", async () => {
  const text = `one\n\n${"x".repeat(25)}\nä\nlast`;
  for (const size of [1, 2, 3, 7, 100]) {
    const bytes = Buffer.from(text);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, at * size + size),
    );
    const lines = new BoundedLines(Readable.from(chunks), 10);
    expect(await Array.fromAsync(lines.rest())).toEqual([
      "one",
      "",
      `${"x".repeat(10)}${cutMark}`,
      "ä",
      "last",
    ]);
  }
});

test("a tail keeps the end, and says how much came before it", () => {
  const tail = new Tail(10);
  for (let index = 0; index < 1000; index++) tail.push(Buffer.from(String(index % 10)));
  expect(tail.text()).toBe("[990 bytes before this]… 0123456789");
  expect(new Tail(10).text()).toBe("");
});
