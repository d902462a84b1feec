import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import type { Credential } from "../../../src/image/registry/credential.ts";
import { firstOf, givenCredential } from "../../../src/image/registry/credential.ts";
import { dockerConfigCredentials } from "../../../src/image/registry/docker-config.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const signal = new AbortController().signal;

interface Asked {
  /** `config.json`, as an object or as it stands. */
  readonly config?: object | string;
  readonly host?: string;
  readonly repository?: string;
  /** Credential helpers: what follows `docker-credential-`, and a shell script. */
  readonly helpers?: Readonly<Record<string, string>>;
}

async function ask({
  config,
  host = "registry.example.com",
  repository = "team/agent",
  helpers = {},
}: Asked) {
  const directory = scratchDirectory();
  const text = typeof config === "string" ? config : JSON.stringify(config);
  if (config !== undefined) writeFiles(directory, { "config.json": text });
  for (const [name, script] of Object.entries(helpers)) {
    const program = `docker-credential-${name}`;
    writeFiles(directory, { [program]: `#!/bin/sh\n${script}\n` });
    chmodSync(join(directory, program), 0o755);
  }
  const env = { DOCKER_CONFIG: directory, PATH: `${directory}${delimiter}/usr/bin${delimiter}/bin` };
  return await dockerConfigCredentials({ env })({ host, repository, signal });
}

const password = (username: string, text: string): Credential => ({
  kind: "password",
  username,
  password: text,
});

test.each([
  ["a host", "registry.example.com", "registry.example.com"],
  ["a host with a port", "localhost:5000", "localhost:5000"],
  ["an address", "https://registry.example.com", "registry.example.com"],
  ["an address of the API", "https://registry.example.com/v2/", "registry.example.com"],
  ["Docker Hub", "https://index.docker.io/v1/", "docker.io"],
  ["Docker Hub by its short name", "docker.io", "docker.io"],
  ["another letter case", "Registry.Example.com", "registry.example.com"],
])("an entry for %s is found", async (_, key, host) => {
  const config = {
    auths: { [key]: { auth: base64("user:pass:word") }, "other.example.com": { auth: base64("x:y") } },
  };
  expect(await ask({ config, host })).toEqual(password("user", "pass:word"));
});

test("the entry for the nearest part of a registry wins", async () => {
  const config = {
    auths: {
      "registry.example.com": { auth: base64("all:1") },
      "registry.example.com/team": { auth: base64("team:2") },
      "registry.example.com/team/agent": { auth: base64("agent:3") },
      "registry.example.com/te": { auth: base64("wrong:4") },
    },
  };
  expect(await ask({ config })).toEqual(password("agent", "3"));
  expect(await ask({ config, repository: "team/other" })).toEqual(password("team", "2"));
  expect(await ask({ config, repository: "elsewhere" })).toEqual(password("all", "1"));
});

test("tokens in place of passwords are known as such", async () => {
  const entry = (fields: object) => ({ config: { auths: { "registry.example.com": fields } } });
  expect(
    await ask(entry({ auth: base64("00000000-0000-0000-0000-000000000000:"), identitytoken: "refresh" })),
  ).toEqual({
    kind: "identity-token",
    token: "refresh",
  });
  expect(await ask(entry({ registrytoken: "bearer" }))).toEqual({ kind: "registry-token", token: "bearer" });
  expect(await ask(entry({ username: "user", password: "word" }))).toEqual(password("user", "word"));
});

test.each([
  ["no file", undefined],
  ["an empty object", {}],
  ["no entry for it", { auths: { "other.example.com": { auth: base64("x:y") } } }],
  ["an empty entry, as helpers leave it", { auths: { "registry.example.com": {} } }],
])("%s means nobody", async (_, config) => {
  expect(await ask(config === undefined ? {} : { config })).toBeUndefined();
});

const secret = "hunter-2-secret";
test.each([
  ["not JSON", `{"auths": {"registry.example.com": {"auth": "${secret}"`],
  ["a list", `["${secret}"]`],
  ["auths that are a list", { auths: [secret] }],
  ["an entry that is a string", { auths: { "registry.example.com": secret } }],
  [
    "an auth that is no base64 of user:password",
    { auths: { "registry.example.com": { auth: base64(secret) } } },
  ],
  ["an auth that is a number", { auths: { "registry.example.com": { auth: 7 } } }],
  ["a helper with a path in its name", { credsStore: "../../bin/sh" }],
  ["a helper that is an object", { credHelpers: { "registry.example.com": {} } }],
  ["more than 1 MiB", " ".repeat(1024 * 1024 + 1)],
])("a config.json with %s is an error that names the file and shows nothing of it", async (_, config) => {
  const fault = await ask({ config }).catch((caught) => caught);
  expect(fault).toMatchObject({
    code: "CREDENTIALS_INVALID",
    message: expect.stringContaining("config.json"),
  });
  for (let error = fault; error; error = error.cause)
    expect(`${error.stack}${error.remedy}`).not.toContain(secret);
});

test("a config.json may start with a byte order mark", async () => {
  const config = `\uFEFF${JSON.stringify({ auths: { "registry.example.com": { auth: base64("user:word") } } })}`;
  expect(await ask({ config })).toEqual(password("user", "word"));
});

const answers = (username: string, text: string) =>
  `read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"${username}\\",\\"Secret\\":\\"${text}\\"}"`;

test("a helper of the registry's own goes before the general one, and that before the file", async () => {
  const helpers = { own: answers("own", "1"), general: answers("general", "2") };
  const auths = { "registry.example.com": { auth: base64("file:3") } };
  const config = { auths, credsStore: "general", credHelpers: { "registry.example.com": "own" } };
  expect(await ask({ config, helpers })).toEqual(password("own", "1"));
  expect(await ask({ config, helpers, host: "other.example.com" })).toEqual(password("general", "2"));
});

test("a helper is asked for the registry by name, and for Docker Hub by the address it is kept under", async () => {
  const helpers = { echo: `read server; echo "{\\"Username\\":\\"$1\\",\\"Secret\\":\\"$server\\"}"` };
  const config = { credsStore: "echo" };
  expect(await ask({ config, helpers })).toEqual(password("get", "registry.example.com"));
  expect(await ask({ config, helpers, host: "docker.io" })).toEqual(
    password("get", "https://index.docker.io/v1/"),
  );
});

test("a helper's refresh token is known as such", async () => {
  const helpers = { store: answers("<token>", "refresh") };
  expect(await ask({ config: { credsStore: "store" }, helpers })).toEqual({
    kind: "identity-token",
    token: "refresh",
  });
});

test("a helper that has nothing leaves it to the file", async () => {
  const helpers = { store: `echo "credentials not found in native keychain"; exit 1` };
  expect(await ask({ config: { credsStore: "store" }, helpers })).toBeUndefined();
  const auths = { "registry.example.com": { auth: base64("file:3") } };
  expect(await ask({ config: { auths, credsStore: "store" }, helpers })).toEqual(password("file", "3"));
});

test.each([
  ["is missing", undefined, "is not on the PATH"],
  ["fails", "exit 3", "failed"],
  [
    "prints an error",
    "printf 'no session: log in\\n\\033[31mnow'; exit 1",
    "no session: log in\\n\\u{1b}[31mnow",
  ],
  ["answers with something else", `echo '${secret}'`, "did not answer with JSON"],
  ["answers without a secret", `echo '{"Username":"x"}'`, "did not answer with a user name and a secret"],
  ["answers without end", "cat /dev/zero", "more than 1 MiB"],
])("a helper that %s is an error", async (_, script, words) => {
  const helpers = script === undefined ? {} : { store: script };
  const fault = await ask({ config: { credsStore: "store" }, helpers }).catch((caught) => caught);
  expect(fault).toMatchObject({ code: "CREDENTIALS_INVALID", message: expect.stringContaining(words) });
  expect(`${fault.stack}`).not.toContain(secret);
});

test("what is given goes before what is found, for its registry alone", async () => {
  const source = firstOf(givenCredential("registry.example.com", "given", "1"), async () =>
    password("found", "2"),
  );
  const at = (host: string) => source({ host, repository: "team/agent", signal });
  expect(await at("registry.example.com")).toEqual(password("given", "1"));
  expect(await at("other.example.com")).toEqual(password("found", "2"));
  expect(
    await givenCredential(
      "registry.example.com",
      "given",
      "",
    )({ host: "registry.example.com", repository: "x", signal }),
  ).toBeUndefined();
});
