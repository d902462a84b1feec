import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkDockerfile } from "../../src/gate/dockerfile-side.ts";
import { identityV1 } from "../../src/image/identity.ts";
import { template } from "../image/samples.ts";
import type { TreeLiteral } from "../tree/expect-same-tree.ts";

const shipped = readFileSync(new URL("../../Dockerfile.platform-agent", import.meta.url), "utf8");

/** Code, path and line of every finding. */
function check(text: string, changes: TreeLiteral = {}): string[] {
  const findings = checkDockerfile(template(changes).select(identityV1.admits), {
    file: "Dockerfile",
    text,
    destination: "opt/molecule-platform-agent-template",
  });
  return findings.map(({ code, path, location }) => `${code} ${path} ${location?.line}`);
}

/** Five lines; `T` is short for the build argument. */
const head = `ARG BASE_IMAGE=x
FROM \${BASE_IMAGE}
ARG PLATFORM_AGENT_TEMPLATE_DIR=a/b
RUN touch /opt/molecule-platform-agent-template/IMAGE_BAKED_IDENTITY_PRESENT
ENV DEST=/opt/molecule-platform-agent-template T=\${PLATFORM_AGENT_TEMPLATE_DIR}
`;

describe("the Dockerfile's side of the gate", () => {
  it("passes the Dockerfile of this repository", () => {
    expect(check(shipped)).toEqual([]);
  });

  it("names a file that the template has got since, with the line after which its COPY goes", () => {
    const onlyThese = `${head}COPY $T/config.yaml $T/mcp_servers.yaml $DEST/
COPY \${T}/prompts/concierge.md $DEST/prompts/
`;
    expect(check(onlyThese)).toEqual(["DOCKERFILE_NOT_COPIED prompts/tone/short.md 7"]);
    expect(check(shipped, { "prompts/new/deep.md": "copied with its directory" })).toEqual([]);
  });

  it.each([
    ["patterns", "COPY $T/*.yaml $DEST/\nCOPY $T/prompt[s] $DEST/prompts"],
    [
      "the JSON form",
      'COPY ["${T}/config.yaml", "${T}/mcp_servers.yaml", "${DEST}/"]\nCOPY ["${T}/prompts", "${DEST}/prompts"]',
    ],
    [
      "continuations with comments between",
      "copy --chown=0:0 \\\n # a comment\n $T/config.yaml \\\n\n $T/mcp_servers.yaml $DEST/\nADD $T/prompts $DEST/prompts/",
    ],
    [
      "a working directory",
      "WORKDIR /opt\nWORKDIR molecule-platform-agent-template\nCOPY $T/config.yaml $T/mcp_servers.yaml ./\nCOPY $T/prompts prompts",
    ],
    [
      "defaults",
      "ARG U=${T:-zzz}\nCOPY ${U}/config.yaml $DEST/config.yaml\nCOPY ${V:-$U}/mcp_servers.yaml $DEST/\nCOPY $U/prompts ${DEST:+$DEST}/prompts",
    ],
  ])("reads %s", (_, instructions) => {
    expect(check(`${head}${instructions}\n`)).toEqual([]);
  });

  it("follows files through stages, by name and by number", () => {
    const text = `FROM x AS first
ARG PLATFORM_AGENT_TEMPLATE_DIR
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml \${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml /t/
FROM first
ARG PLATFORM_AGENT_TEMPLATE_DIR
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/prompts /p/
FROM scratch
COPY --from=1 /p /opt/molecule-platform-agent-template/prompts
COPY --from=FIRST /t/config.yaml /opt/molecule-platform-agent-template/
COPY --from=first /t/mcp_servers.yaml /opt/molecule-platform-agent-template/mcp_servers.yaml
RUN make /opt/molecule-platform-agent-template/IMAGE_BAKED_IDENTITY_PRESENT
`;
    expect(check(text)).toEqual([]);
  });

  it("is not deceived by comments, here documents, other stages or a name that only looks right", () => {
    const text = `FROM x AS unused
ARG PLATFORM_AGENT_TEMPLATE_DIR=a
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml /opt/molecule-platform-agent-template/
FROM y
# COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml /opt/molecule-platform-agent-template/
RUN <<END
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/prompts /opt/molecule-platform-agent-template/prompts
END
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml /opt/molecule-platform-agent-template/
`;
    expect(check(text)).toEqual([
      "DOCKERFILE_FOREIGN_FILE config.yaml 9",
      "DOCKERFILE_NOT_COPIED mcp_servers.yaml 9",
      "DOCKERFILE_NOT_COPIED prompts/concierge.md 9",
      "DOCKERFILE_NOT_COPIED prompts/tone/short.md 9",
      "DOCKERFILE_MARKER_MISSING IMAGE_BAKED_IDENTITY_PRESENT 9",
    ]);
  });

  it("names what is copied wrongly, too much, or from elsewhere", () => {
    const text = `${head}COPY $T/ $DEST/
COPY <<END $DEST/config.yaml
name: vendored
END
COPY $T/config.yaml $DEST/mcp_servers.yaml
COPY LICENSE $DEST/
COPY $T/prompts/gone.md $DEST/prompts/
ENV PLATFORM_AGENT_TEMPLATE_DIR=/runtime
`;
    expect(check(text)).toEqual([
      "DOCKERFILE_RUNTIME_VARIABLE PLATFORM_AGENT_TEMPLATE_DIR 13",
      "DOCKERFILE_SOURCE_MISSING prompts/gone.md 12",
      "DOCKERFILE_EXTRA_FILE . 6",
      "DOCKERFILE_FOREIGN_FILE config.yaml 7",
      "DOCKERFILE_FOREIGN_FILE mcp_servers.yaml 10",
      "DOCKERFILE_EXTRA_FILE LICENSE 11",
    ]);
  });

  it.each(["", "# nothing\n", "COPY a b\nFROM x", "FROM x\nCOPY onlyone"])(
    "refuses %j as no Dockerfile",
    (text) => {
      expect(() => check(text)).toThrow(expect.objectContaining({ code: "DOCKERFILE_INVALID" }));
    },
  );
});
