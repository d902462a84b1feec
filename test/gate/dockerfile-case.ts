import { chmodSync } from "node:fs";
import { join } from "node:path";
import { directoryContext } from "../../src/gate/dockerfile/build-context.ts";
import { checkDockerfile, type DockerfileSide } from "../../src/gate/dockerfile-side.ts";
import { identityV1, markerName, markerScript } from "../../src/image/identity.ts";
import { template } from "../image/samples.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import type { TreeLiteral } from "../tree/expect-same-tree.ts";

export const destination = "/opt/molecule-platform-agent-template";

/** A build context with the marker in it, and further files. */
export function contextWith(files: Readonly<Record<string, string>> = {}): string {
  const directory = writeFiles(scratchDirectory(), { [markerName]: markerScript, ...files });
  chmodSync(join(directory, markerName), 0o755);
  return directory;
}

export interface DockerfileCase extends Partial<Omit<DockerfileSide, "context">> {
  /** Changes of the template. */
  readonly changes?: TreeLiteral;
  /** The build context's directory; one with the marker and nothing else, if left out. */
  readonly context?: string;
}

/** Code, path and line of every finding; a question mark before what could not be verified, a tilde before warnings. */
export function check(text: string, { changes = {}, context, ...side }: DockerfileCase = {}): string[] {
  const findings = checkDockerfile(template(changes).select(identityV1.admits), {
    file: "Dockerfile",
    text,
    destination: destination.slice(1),
    beside: ["agent-skills"],
    context: directoryContext(context ?? contextWith()),
    ...side,
  });
  const signs = { error: "", unverified: "?", warning: "~" };
  return findings.map(({ code, path, location, severity }) => {
    const place = location?.file === "Dockerfile" ? location.line : `${location?.file}:${location?.line}`;
    return `${signs[severity]}${code} ${path} ${place}`;
  });
}

export const argument =
  "ARG PLATFORM_AGENT_TEMPLATE_DIR=.tenant-bundle-deps/workspace-configs-templates/platform-agent";

/** Five lines; `$T` is short for the build argument, `$DEST` for the destination. */
export const head = `ARG BASE_IMAGE=x
FROM \${BASE_IMAGE}
${argument}
COPY ${markerName} ${destination}/
ENV DEST=${destination} T=\${PLATFORM_AGENT_TEMPLATE_DIR}
`;

/** Lines 6 and 7: everything that is missing in {@link head}. */
export const rest = `COPY $T/config.yaml $T/mcp_servers.yaml $DEST/
COPY $T/prompts/ $DEST/prompts/
`;
