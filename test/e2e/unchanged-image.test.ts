import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commitAll, copyFleet, type FleetCopy } from "./fleet.ts";
import { identikitJson } from "./identikit.ts";

const template = ["--template", "templates/platform-agent"];

function bake(fleet: FleetCopy, tag: string) {
  const to = `oci:${fleet.path("images")}:${tag}`;
  return identikitJson(["bake", ...template, "--to", to], { cwd: fleet.root });
}

function labelsOf(fleet: FleetCopy, digest: string): Record<string, string> {
  const blob = (id: string) =>
    JSON.parse(readFileSync(fleet.path("images/blobs/sha256", id.slice(7)), "utf8"));
  return blob(blob(digest).config.digest).config.Labels;
}

test("an unchanged template gives the same image at another commit, whose id stands in the result", async () => {
  using fleet = copyFleet("checkout");
  const first = await bake(fleet, "first");
  writeFileSync(fleet.path("README.md"), "Only words about it.\n");
  const commit = commitAll(fleet.root, "Say more in the README");
  const second = await bake(fleet, "second");
  expect(second.json.commit).toBe(commit);
  expect(second.json.commit).not.toBe(first.json.commit);
  expect(second.json.digest).toBe(first.json.digest);
});

test.each([
  "git@forge.example:acme/fleet.git",
  "ssh://git@forge.example:2222/acme/fleet.git",
  "https://forge.example/acme/fleet",
])(
  "an image cloned from %s names the repository's page as its source, without a commit or a time",
  async (origin) => {
    using fleet = copyFleet("checkout");
    execFileSync("git", ["config", "remote.origin.url", origin], { cwd: fleet.root });
    const { json } = await bake(fleet, "labelled");
    const labels = labelsOf(fleet, json.digest);
    expect(labels["org.opencontainers.image.source"]).toBe("https://forge.example/acme/fleet");
    expect(Object.keys(labels).filter((name) => /commit|revision|created/.test(name))).toEqual([]);
  },
);

test("where a tag stands for the very image already, nothing is published and no tag is moved", async () => {
  using fleet = copyFleet("checkout");
  const { json } = await bake(fleet, "baked");
  const to = `oci:${fleet.path("published")}`;
  const publish = (tag: string) =>
    identikitJson(
      ["publish", ...template, "--from", json.image, "--to", to, "--tag", tag, "--unless-tag", "staging"],
      { cwd: fleet.root },
    );
  expect((await publish("staging")).json).toMatchObject({ changed: true, tags: ["staging"] });
  const again = await publish("another");
  expect(again).toMatchObject({
    code: 0,
    json: { changed: false, tags: [], digest: json.digest, gated: true },
  });
  expect(readFileSync(fleet.path("published/index.json"), "utf8")).not.toContain("another");
});
