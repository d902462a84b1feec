import { expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { DockerRegistry, htpasswd } from "../../services/docker-registry.ts";
import { runWorkflow } from "./act.ts";
import { makeWorkspace } from "./workspace.ts";

const repository = "molecule-ai/platform-platform-agent";

requires("act", "docker-registry")("publish-platform-agent.yml", () => {
  test("main publishes under the commit's tag and moves staging; a second run finds everything there", async () => {
    await using registry = await DockerRegistry.start();
    using workspace = makeWorkspace();
    const commit = workspace.commit();
    const push = {
      workflow: "publish-platform-agent",
      event: "push",
      vars: { REGISTRY: registry.host },
    } as const;
    expect(await runWorkflow(workspace, push)).toMatchObject({ code: 0 });
    const published = await digestOf(registry, `staging-${commit}`);
    expect(published).toMatch(/^sha256:/);
    expect(await digestOf(registry, "staging")).toBe(published);
    expect(await digestOf(registry, "production")).toBeUndefined();

    const again = await runWorkflow(workspace, push);
    expect(again.code).toBe(0);
    expect(again.log).toContain("0 blobs sent");
    expect(await digestOf(registry, "staging")).toBe(published);
  });

  test("a merge that touches only a README publishes nothing and moves no tag", async () => {
    await using registry = await DockerRegistry.start();
    using workspace = makeWorkspace();
    workspace.commit();
    const vars = { REGISTRY: registry.host };
    const push = { workflow: "publish-platform-agent", event: "push", vars } as const;
    expect(await runWorkflow(workspace, push)).toMatchObject({ code: 0 });
    const published = await digestOf(registry, "staging");
    workspace.write("README.md", "Only words.\n");
    workspace.write("examples/fleet/templates/platform-agent/README.md", "Only words, too.\n");
    const commit = workspace.commit();
    const run = await runWorkflow(workspace, push);
    expect(run.code).toBe(0);
    expect(run.log).toContain("no tag: staging stands for it already");
    expect(await digestOf(registry, "staging")).toBe(published);
    expect(await digestOf(registry, `staging-${commit}`)).toBeUndefined();
  });

  test("a variable that is not set is named", async () => {
    using workspace = makeWorkspace();
    workspace.commit();
    const run = await runWorkflow(workspace, { workflow: "publish-platform-agent", event: "push" });
    expect(run.code).toBe(1);
    expect(run.log).toMatch(/names no registry.*\n?.*REGISTRY/);
  });

  test("a version tag publishes the version and moves production", async () => {
    await using registry = await DockerRegistry.start();
    using workspace = makeWorkspace();
    workspace.commit();
    const run = await runWorkflow(workspace, {
      workflow: "publish-platform-agent",
      event: "push",
      payload: { ref: "refs/tags/v1.2.3" },
      env: { GITHUB_REF: "refs/tags/v1.2.3", GITHUB_REF_TYPE: "tag" },
      vars: { REGISTRY: registry.host },
    });
    expect(run.code).toBe(0);
    expect(await digestOf(registry, "1.2.3")).toBe(await digestOf(registry, "production"));
    expect(await digestOf(registry, "staging")).toBeUndefined();
  });

  test("a template that is not what identikit.lock says is not baked", async () => {
    await using registry = await DockerRegistry.start();
    using workspace = makeWorkspace();
    workspace.write("examples/fleet/templates/platform-agent/config.yaml", "name: somebody-else\n");
    workspace.commit();
    const vars = { REGISTRY: registry.host };
    const run = await runWorkflow(workspace, { workflow: "publish-platform-agent", event: "push", vars });
    expect(run.code).toBe(1);
    expect(run.log).toContain("LOCK_MISMATCH");
    expect(await digestOf(registry, "staging")).toBeUndefined();
  });

  test("a registry that wants a password gets the one of the secret, and the log does not", async () => {
    await using registry = await DockerRegistry.start({ htpasswd });
    using workspace = makeWorkspace();
    workspace.commit();
    const vars = { REGISTRY: registry.host, REGISTRY_USER: "user" };
    const run = { workflow: "publish-platform-agent", event: "push", vars } as const;
    const refused = await runWorkflow(workspace, run);
    expect(refused.code).toBe(1);
    expect(refused.log).toContain("REGISTRY_DENIED");
    const published = await runWorkflow(workspace, { ...run, secrets: { REGISTRY_TOKEN: "password" } });
    expect(published.code).toBe(0);
    expect(published.log).not.toContain("dXNlcjpwYXNzd29yZA");
  });

  test("a registry that is down fails the run, and says where", async () => {
    const registry = await DockerRegistry.start();
    await registry[Symbol.asyncDispose]();
    using workspace = makeWorkspace();
    workspace.commit();
    const vars = { REGISTRY: registry.host };
    const run = await runWorkflow(workspace, { workflow: "publish-platform-agent", event: "push", vars });
    expect(run.code).toBe(1);
    expect(run.log).toMatch(new RegExp(`REGISTRY_UNREACHABLE: .*${registry.host}`));
  });
});

/** The digest that a tag stands for, as the registry says it. */
async function digestOf(registry: DockerRegistry, tag: string): Promise<string | undefined> {
  const accept = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";
  const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${tag}`, {
    headers: { accept },
  });
  await answer.body?.cancel();
  return answer.headers.get("docker-content-digest") ?? undefined;
}
