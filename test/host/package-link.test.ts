import { expect, test } from "vitest";
import { hostOf } from "../../src/host/host.ts";
import { linkPackage } from "../../src/host/package-link.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { CiApi, type CiApiOptions, tokens } from "../services/ci-api.ts";

const name = "acme/platform-platform-agent";

async function link(
  options: CiApiOptions,
  of: { readonly repository?: string; readonly token?: string; readonly host?: string } = {},
) {
  await using api = await CiApi.listen(options);
  const host = hostOf({
    ...(options.dialect === "gitea" ? { GITEA_ACTIONS: "true" } : {}),
    GITHUB_SERVER_URL: api.serverUrl,
    GITHUB_API_URL: api.apiUrl,
  });
  const outcome = await linkPackage(
    { host: of.host ?? new URL(api.serverUrl).host, repository: of.repository ?? name },
    {
      host,
      repository: "acme/fleet",
      token: of.token ?? tokens.write,
      log: silentLogger,
      signal: new AbortController().signal,
    },
  );
  return { outcome, links: api.links };
}

test("on Gitea a package is linked to the repository that publishes it", async () => {
  const { outcome, links } = await link({ dialect: "gitea" });
  expect(outcome).toEqual({ kind: "linked" });
  expect(links).toEqual([`${name} -> fleet`]);
});

test("a name of several parts is one part of the address", async () => {
  const { links } = await link({ dialect: "gitea" }, { repository: "acme/images/platform-agent" });
  expect(links).toEqual(["acme/images/platform-agent -> fleet"]);
});

test("GitHub is not asked: it reads the image's label", async () => {
  const { outcome, links } = await link({ dialect: "github" });
  expect(outcome).toMatchObject({ kind: "not needed" });
  expect(links).toEqual([]);
});

test.each([
  ["another owner's package", { repository: "molecule-ai/agent" }],
  ["another registry's package", { host: "registry.example" }],
])("%s is left alone, with the reason", async (_, of) => {
  const { outcome, links } = await link({ dialect: "gitea" }, of);
  expect(outcome).toMatchObject({ kind: "not needed", reason: expect.stringMatching(/package/) });
  expect(links).toEqual([]);
});

test("a token that may not is an outcome with the server's answer, and no failure", async () => {
  const { outcome } = await link({ dialect: "gitea" }, { token: tokens.read });
  expect(outcome).toMatchObject({ kind: "refused", reason: expect.stringContaining("403") });
});
