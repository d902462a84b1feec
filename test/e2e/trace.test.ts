import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requires } from "../requirement.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { commitAll, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { done, preparedFleet } from "./prepared-fleet.ts";
import { runnableFleet } from "./runnable-fleet.ts";

interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly verdict: string;
  readonly code?: string;
}

/** A fleet after its pipeline; the concierge's template is a repository of its own, whose commit the lock names. */
async function tracedFleet(): Promise<FleetCopy & { readonly commit: string }> {
  const fleet = await preparedFleet("traced-fleet", async (made) => {
    renameSync(made.path("templates/platform-agent"), made.path("../template"));
    commitAll(made.path("../template"), "The template as it stands");
    const manifest = readFileSync(made.path("manifest.json"), "utf8");
    writeFileSync(
      made.path("manifest.json"),
      manifest.replace('"./templates/platform-agent"', '"../template", "ref": "main"'),
    );
    await done(made, ["fetch", "--update-lock"]);
    await done(made, ["pipeline"]);
  });
  const head = ["rev-parse", "HEAD"];
  const commit = execFileSync("git", head, { cwd: fleet.path("../template"), encoding: "utf8" }).trim();
  return { ...fleet, commit, [Symbol.dispose]: () => fleet[Symbol.dispose]() };
}

const traceIn = (fleet: FleetCopy, ...args: readonly string[]) =>
  identikitJson(["trace", ...args], { cwd: fleet.root, env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });
const bad = ({ json }: Awaited<ReturnType<typeof traceIn>>) =>
  (json.graph.links as Link[]).filter(({ verdict }) => verdict !== "holds");
const kindsIn = ({ json }: Awaited<ReturnType<typeof traceIn>>) =>
  new Set((json.graph.nodes as { kind: string }[]).map(({ kind }) => kind));

test("a template's commit is followed to directory, rows, agent, env directory, image and tags, and each is verified", async () => {
  using fleet = await tracedFleet();
  const found = await traceIn(fleet, "platform-agent");
  expect(found).toMatchObject({
    code: 0,
    json: { result: "clean", graph: { subject: "template:platform-agent" } },
  });
  expect(bad(found)).toEqual([]);
  expect([...kindsIn(found)]).toEqual([
    ...[
      "template",
      "lock",
      "commit",
      "tree",
      "identity",
      "directory",
      "rows",
      "agent",
      "env",
      "image",
      "tag",
    ],
  ]);
  const again = await traceIn(fleet, `platform-agent@${fleet.commit.slice(0, 9)}`);
  expect(again).toMatchObject({
    code: 0,
    json: { graph: { subject: `commit:platform-agent@${fleet.commit}` } },
  });
  expect(again.json.graph.links).toEqual(found.json.graph.links);
  expect(found.json.graph.notLookedAt).toEqual([expect.stringContaining("containers")]);
});

test("an env directory, an agent, a tag and a digest are followed back to the commit", async () => {
  using fleet = await tracedFleet();
  const commit = `commit:platform-agent@${fleet.commit}`;
  const { stdout } = await identikit(["trace", ".identikit/env/concierge"], { cwd: fleet.root });
  expect(stdout).toContain("rendered to env .identikit/env/concierge");
  expect(stdout).toContain(`commit platform-agent@${fleet.commit.slice(0, 12)}`);
  const image = (await traceIn(fleet, "oci:.identikit/images:baked")).json.graph;
  const digest = image.nodes.find(({ kind }: { kind: string }) => kind === "image").name;
  for (const what of ["concierge", "oci:.identikit/images:baked", digest]) {
    const found = await traceIn(fleet, what);
    expect(found.code, what).toBe(0);
    expect(found.json.graph.nodes.map(({ id }: { id: string }) => id)).toContain(commit);
  }
});

test("a changed env file breaks the link to it, and the others hold", async () => {
  using fleet = await tracedFleet();
  writeFileSync(fleet.path(".identikit/env/concierge/system-prompt.md"), "Obey the tide.\n");
  const found = await traceIn(fleet, "concierge");
  expect(found).toMatchObject({ code: 2, json: { result: "drift" } });
  expect(bad(found)).toMatchObject([{ from: "agent:concierge", verdict: "broken" }]);
  expect(found.json.findings).toMatchObject([{ path: "system-prompt.md", severity: "error" }]);
  expect((await traceIn(fleet, "reviewer-infra")).code).toBe(0);
});

test("a template that moved on breaks the link to the lock, and what was made of the locked commit still holds", async () => {
  using fleet = await tracedFleet();
  const prompt = fleet.path("../template/prompts/concierge.md");
  writeFileSync(prompt, `${readFileSync(prompt, "utf8")}\nBe brief.\n`);
  const next = commitAll(fleet.path("../template"), "Ask for brevity");
  const found = await traceIn(fleet, "concierge");
  expect(found.code).toBe(2);
  expect(bad(found)).toMatchObject([{ from: "lock:platform-agent", code: "TEMPLATE_MOVED" }]);
  // Of the new commit there is no copy yet.
  const newer = await traceIn(fleet, `platform-agent@${next}`);
  expect(newer).toMatchObject({ code: 0, json: { graph: { subject: `commit:platform-agent@${next}` } } });
  expect([...kindsIn(newer)]).toEqual(["template", "commit", "tree", "identity"]);
});

test("rows that somebody changed, and a fetched file that somebody changed, break the links to them", async () => {
  using fleet = await tracedFleet();
  const own = fleet.path(
    ".tenant-bundle-deps/workspace-configs-templates/platform-agent/prompts/concierge.md",
  );
  const before = readFileSync(own, "utf8");
  writeFileSync(own, "Obey the tide.\n");
  const changed = await traceIn(fleet, "concierge");
  expect(changed.code).toBe(2);
  expect(bad(changed).map(({ code }) => code)).toEqual(["FILE_CHANGED", "ROWS_BEHIND"]);
  writeFileSync(own, before);
  expect((await traceIn(fleet, "concierge")).code).toBe(0);
});

test("what nobody can say beats what is known to be wrong, and says which fault it was", async () => {
  using fleet = await tracedFleet();
  const identity = (await traceIn(fleet, "concierge")).json.graph;
  expect(identity.links.length).toBeGreaterThan(5);
  writeFileSync(fleet.path(".identikit/env/concierge/system-prompt.md"), "Obey the tide.\n");
  const source = ["--source", `platform-agent=${fleet.path("nowhere")}`];
  const found = await traceIn(fleet, "concierge", ...source);
  expect(found).toMatchObject({
    code: 1,
    json: { result: "unverified", error: { code: "SOURCE_NOT_FOUND" } },
  });
  expect(new Set(bad(found).map(({ verdict }) => verdict))).toEqual(new Set(["unverified", "broken"]));
});

test("a name that nothing has, and a commit that its source does not have, get one clear line", async () => {
  using fleet = await tracedFleet();
  expect(await traceIn(fleet, "concirge")).toMatchObject({
    code: 1,
    json: { error: { code: "TRACE_UNKNOWN", message: expect.stringContaining('did you mean "concierge"') } },
  });
  expect(await traceIn(fleet, `platform-agent@${"0".repeat(40)}`)).toMatchObject({
    code: 1,
    json: { error: { code: "REF_UNKNOWN" } },
  });
  expect((await identikit(["trace"], { cwd: fleet.root })).code).toBe(64);
});

test("the report is given in every form", async () => {
  using fleet = await tracedFleet();
  writeFileSync(fleet.path(".identikit/env/concierge/system-prompt.md"), "Obey the tide.\n");
  const args = ["trace", "concierge", "--report", "r.json", "--sarif", "r.sarif", "--format", "markdown"];
  const { stdout, code } = await identikit(args, { cwd: fleet.root });
  expect(code).toBe(2);
  expect(stdout).toContain("system-prompt.md");
  expect(JSON.parse(readFileSync(fleet.path("r.json"), "utf8"))).toMatchObject({
    check: "trace",
    verdict: "drift",
  });
  expect(JSON.parse(readFileSync(fleet.path("r.sarif"), "utf8")).runs[0].results).toHaveLength(1);
});

requires("docker-registry")("an image in a registry", () => {
  test("is followed from its name to the commit; a tag that moved, and an image that is another, break it", async () => {
    using fleet = await tracedFleet();
    await using registry = await DockerRegistry.start();
    const name = `${registry.host}/acme/agent`;
    const of = { cwd: fleet.root };
    const publish = (template: string, tag: string) =>
      identikitJson(
        [
          "publish",
          "--from",
          "oci:.identikit/images:baked",
          "--to",
          name,
          "--tag",
          tag,
          ...template.split(" "),
        ],
        of,
      );
    const first = await publish("--skip-gate", "live");
    expect(first.code, first.stderr).toBe(0);
    const { digest } = first.json;
    const tag = `docker://${name}:live`;
    const traced = await traceIn(fleet, "platform-agent", "--image", `${tag}@${digest}`);
    expect(traced.code, JSON.stringify(traced.json)).toBe(0);
    expect(traced.json.graph.links).toContainEqual(
      expect.objectContaining({ from: `image:${digest}`, to: `tag:${tag}`, verdict: "holds" }),
    );
    // Somebody else's image under the tag: another prompt, and no gate.
    const prompt = fleet.path("../template/prompts/concierge.md");
    const before = readFileSync(prompt, "utf8");
    writeFileSync(prompt, "Obey the tide.\n");
    const bake = ["bake", "--template", "../template", "--base", "scratch", "--to", `${tag.slice(9)}`];
    expect((await identikit(bake, of)).code).toBe(0);
    writeFileSync(prompt, before);
    const pinned = await traceIn(fleet, "platform-agent", "--image", `${tag}@${digest}`);
    expect(pinned.code).toBe(2);
    expect(bad(pinned)).toMatchObject([{ to: `tag:${tag}`, code: "TAG_MOVED" }]);
    const moved = await traceIn(fleet, "platform-agent", "--image", tag);
    expect(moved.code).toBe(2);
    expect(bad(moved)).toMatchObject([{ code: "FILE_CHANGED", verdict: "broken" }]);
    await registry.kill();
    const gone = await traceIn(fleet, "platform-agent", "--image", tag, "--retry-for", "0");
    expect(gone).toMatchObject({ code: 1, json: { error: { code: "REGISTRY_UNREACHABLE" } } });
  });
});

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("a run of an agent", () => {
  test("is followed from the template's commit to its attempt and its patch, and back; records that were changed break it", async () => {
    using fleet = await tracedFleet();
    await using scene = await runnableFleet(fleet);
    const run = await scene.run();
    const trace = (what: string) => scene.identikit(["trace", what]);
    const back = await trace(run);
    expect(back.code, JSON.stringify(back.json)).toBe(0);
    expect([...kindsIn(back)]).toEqual([
      ...["template", "lock", "commit", "tree", "directory", "rows", "agent", "stack", "attempt", "run"],
      "artifact",
    ]);
    expect(back.json.graph.nodes.map(({ id }: { id: string }) => id)).toContain(
      `commit:platform-agent@${fleet.commit}`,
    );
    const forward = await trace("platform-agent");
    expect(forward.code, JSON.stringify(forward.json)).toBe(0);
    expect(forward.json.graph.links).toContainEqual(
      expect.objectContaining({ from: "rows:concierge", to: `attempt:${run}-1`, verdict: "holds" }),
    );
    // An agent that changes afterwards has another state: the run carried the one from before.
    const set = [
      "config",
      "set",
      "client_setting",
      "model",
      '"haiku"',
      "--scope",
      "instance",
      "--ref",
      "concierge",
    ];
    expect((await scene.identikit(set)).code).toBe(0);
    expect((await scene.identikit(["render", "--agent", "concierge"])).code).toBe(0);
    const past = await trace(run);
    expect(past.code).toBe(1);
    expect(bad(past)).toMatchObject([{ to: `attempt:${run}-1`, code: "RUN_UNPROVEN" }]);
    expect((await trace("platform-agent")).json.graph.links).not.toContainEqual(
      expect.objectContaining({ to: `attempt:${run}-1` }),
    );
    scene.foreign(`UPDATE agent_object SET value = replace(value, 'Close the gate', 'Open the gate')
      WHERE kind = 'AgentDispatchRun'`);
    const changed = await trace(run);
    expect(bad(changed)).toContainEqual(expect.objectContaining({ code: "RUN_DIFFERS", verdict: "broken" }));
  });
});
