import { execFile } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyFleet } from "../e2e/fleet.ts";
import { requires } from "../requirement.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/how-to/provenance.md"), "utf8");
const script = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n");
const settings = /^```yaml\n(provenance:\n[\s\S]*?)```/m.exec(page)?.[1] ?? "";

requires("cosign", "docker-registry")("the page on provenance", () => {
  test("shows commands that sign, verify and promote, in the order in which they stand", async () => {
    using fleet = copyFleet("checkout");
    await using registry = await DockerRegistry.start();
    appendFileSync(fleet.path("identikit.yaml"), `\n${settings}`);
    const program = `identikit() { node ${join(house, "dist/identikit.js")} "$@"; }`;
    const text = [
      "set -eux",
      program,
      "identikit fetch platform-agent",
      script.replaceAll("registry.example", registry.host),
    ].join("\n");
    const { code, output } = await shell(text, fleet.root);
    expect(code, output).toBe(0);
    expect(output).toContain("signed by the key");
    expect(output).toContain("promoted: docker://");
    expect(output).toContain("carried along: 4 artifacts");
    expect(output.match(/The signatures were verified against the specified public key/g)).toHaveLength(3);
    expect(output).toMatch(/holds +was first made into image/);
    expect(output.match(/holds +is stated by statement/g)).toHaveLength(4);
    const bill = JSON.parse(readFileSync(fleet.path("identity.cdx.json"), "utf8"));
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6" });
  });
});

function shell(text: string, cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", text], { cwd, maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, output: `${stdout}${stderr}` }),
    );
  });
}
