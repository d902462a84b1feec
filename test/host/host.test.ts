import { expect, test } from "vitest";
import { hostOf, runUrlOf, showsAnnotations } from "../../src/host/host.ts";

const gitea = { GITHUB_SERVER_URL: "https://git.example", GITHUB_API_URL: "https://git.example/api/v1" };

test.each([
  [{ FORGEJO_ACTIONS: "true", GITEA_ACTIONS: "true", ACT: "true", ...gitea }, "forgejo", "gitea"],
  [{ GITEA_ACTIONS: "true", ACT: "true", ...gitea }, "gitea", "gitea"],
  [{ ACT: "true", ...gitea }, "act", "gitea"],
  [{ ACT: "true", GITHUB_API_URL: "https://api.github.com" }, "act", "github"],
  [{ GITHUB_ACTIONS: "true" }, "github", "github"],
  [
    { GITHUB_API_URL: "https://ghe.example/api/v3", GITHUB_SERVER_URL: "https://ghe.example/" },
    "github",
    "github",
  ],
])("%j is the host %s with the API of %s", (env, name, dialect) => {
  expect(hostOf(env)).toMatchObject({ name, dialect });
});

test("addresses come without a slash at their end, and have defaults", () => {
  expect(hostOf({ GITHUB_SERVER_URL: "https://ghe.example/" }).serverUrl).toBe("https://ghe.example");
  expect(hostOf({})).toMatchObject({ serverUrl: "https://github.com", apiUrl: "https://api.github.com" });
  expect(hostOf({ GITEA_ACTIONS: "1", GITHUB_SERVER_URL: "https://git.example" }).apiUrl).toBe(
    "https://git.example/api/v1",
  );
});

test.each(["file:///etc", "nonsense", "https://user:secret@git.example"])(
  "the server address %s is refused, and not repeated",
  (GITHUB_SERVER_URL) => {
    const refused = expect.objectContaining({
      code: "USAGE",
      message: expect.not.stringContaining("secret"),
    });
    expect(() => hostOf({ GITHUB_SERVER_URL })).toThrow(refused);
  },
);

test("a run's page goes by id, on Forgejo by number", () => {
  const run = { GITHUB_REPOSITORY: "acme/fleet", GITHUB_RUN_ID: "77", GITHUB_RUN_NUMBER: "5", ...gitea };
  const urlOf = (env: object): string | undefined => runUrlOf(hostOf({ ...env, ...run }), run);
  expect(urlOf({ GITEA_ACTIONS: "true" })).toBe("https://git.example/acme/fleet/actions/runs/77");
  expect(urlOf({ FORGEJO_ACTIONS: "true" })).toBe("https://git.example/acme/fleet/actions/runs/5");
  expect(runUrlOf(hostOf({}), {})).toBeUndefined();
});

test("annotations are GitHub's alone", () => {
  expect(showsAnnotations({})).toBe(true);
  for (const env of [{ GITEA_ACTIONS: "true" }, { FORGEJO_ACTIONS: "true" }, { ACT: "true" }]) {
    expect(showsAnnotations(env)).toBe(false);
  }
});
