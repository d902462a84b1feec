import { expect, test } from "vitest";
import { requires } from "../requirement.ts";
import { DockerRegistry, htpasswd } from "../services/docker-registry.ts";
import { runStep } from "./step.ts";

const gate = "drift-gate";

test("a password without the registry that it is for is refused, and is masked all the same", async () => {
  const step = await runStep(gate, { image: "registry.example/a", "registry-password": "hunter22" }, {});
  expect(step.code).toBe(1);
  expect(step.log).toContain("USAGE: input registry-password is given without input registry");
  expect(step.log.replaceAll("::add-mask::hunter22", "")).not.toContain("hunter22");
});

test("a registry that is no host is refused, with what is allowed", async () => {
  const step = await runStep(
    gate,
    { image: "registry.example/a", registry: "https://registry.example/" },
    {},
  );
  expect(step.log).toContain("USAGE: input registry is");
  expect(step.log).toContain("must be a host");
});

requires("docker-registry")("with a registry that wants a password", () => {
  test.each([
    ["the right one for it", "password", "", "IMAGE_MISSING"],
    ["a wrong one", "guessed-word", "", "REGISTRY_DENIED"],
    ["one for another registry", "password", "registry.example", "REGISTRY_DENIED"],
  ])("%s is answered accordingly", async (_, password, named, code) => {
    await using registry = await DockerRegistry.start({ htpasswd });
    const step = await runStep(
      "promote-image",
      {
        from: `docker://${registry.host}/a@sha256:${"0".repeat(64)}`,
        to: `docker://${registry.host}/a:b`,
        registry: named || registry.host,
        "registry-username": "user",
        "registry-password": password,
      },
      {},
    );
    expect(step.code).toBe(1);
    expect(step.log).toContain(code);
    const basic = Buffer.from(`user:${password}`).toString("base64");
    expect(step.log).not.toContain(basic.replace(/=+$/, ""));
  });
});
