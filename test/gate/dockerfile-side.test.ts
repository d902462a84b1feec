import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { markerName, markerScript } from "../../src/image/identity.ts";
import { argument, check, head, rest } from "./dockerfile-case.ts";

const root = new URL("../../", import.meta.url);
const shipped = readFileSync(new URL("Dockerfile.platform-agent", root), "utf8");

describe("the Dockerfile's side of the gate", () => {
  it("passes the Dockerfile of this repository, whose marker has the bytes and the mode of every marker", () => {
    expect(check(shipped)).toEqual([]);
    expect(check(shipped, { context: root.pathname })).toEqual([]);
    expect(readFileSync(new URL(markerName, root), "utf8")).toBe(markerScript);
    expect(statSync(new URL(markerName, root)).mode & 0o777).toBe(0o755);
  });

  it("names a file that the template has got since, with the line after which its COPY goes", () => {
    const onlyThese = `${head}COPY $T/config.yaml $T/mcp_servers.yaml $DEST/
COPY \${T}/prompts/concierge.md $DEST/prompts/
`;
    expect(check(onlyThese)).toEqual(["DOCKERFILE_NOT_COPIED prompts/tone/short.md 7"]);
    expect(check(shipped, { changes: { "prompts/new/deep.md": "copied with its directory" } })).toEqual([]);
  });

  it.each([
    ["two plain lines", rest],
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
      "a working directory of root",
      "USER 0\nWORKDIR /opt\nWORKDIR molecule-platform-agent-template\nCOPY $T/config.yaml $T/mcp_servers.yaml ./\nCOPY $T/prompts prompts",
    ],
    [
      "defaults",
      "ARG U=${T:-zzz}\nCOPY ${U}/config.yaml $DEST/config.yaml\nCOPY ${V:-$U}/mcp_servers.yaml $DEST/\nCOPY $U/prompts ${DEST:+$DEST}/prompts",
    ],
    ["quotes", `COPY "$T"/config.yaml $T/'mcp_servers.yaml' $DEST/\nCOPY $T/prompts/ "$DEST/prompts/"`],
    ["--link and the mode that a file has", `COPY --link $T/config.yaml $T/mcp_servers.yaml $DEST/\n${rest}`],
    ["carriage returns", rest.replaceAll("\n", "\r\n")],
    [
      "what only configures the image",
      `${rest}LABEL a=b\nEXPOSE 80\nUSER 1000\nCMD ["x"]\nONBUILD RUN rm -rf /`,
    ],
  ])("reads %s", (_, instructions) => {
    expect(check(`${head}${instructions}\n`)).toEqual([]);
  });

  it("follows files through stages that start from nothing, by name and by number", () => {
    const text = `FROM scratch AS first
${argument}
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml \${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml ${markerName} /t/
FROM first
${argument}
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/prompts /p/
FROM x
COPY --from=1 /p /opt/molecule-platform-agent-template/prompts
COPY --from=first /t/config.yaml /t/${markerName} /opt/molecule-platform-agent-template/
COPY --from=first /t/mcp_servers.yaml /opt/molecule-platform-agent-template/mcp_servers.yaml
`;
    expect(check(text)).toEqual([]);
    expect(check(text.replace("FROM scratch", "FROM alpine"))).toContain(
      "?DOCKERFILE_TOUCHED /opt/molecule-platform-agent-template 8",
    );
  });

  it("is not deceived by comments, here documents, other stages or a name that only looks right", () => {
    const text = `FROM x AS unused
ARG PLATFORM_AGENT_TEMPLATE_DIR=a
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml /opt/molecule-platform-agent-template/
FROM y
# COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml /opt/molecule-platform-agent-template/
COPY <<'END' /tmp/x
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/prompts /opt/molecule-platform-agent-template/prompts
END
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml /opt/molecule-platform-agent-template/config.yaml
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
COPY <<'END' $DEST/config.yaml
name: vendored
END
COPY $T/config.yaml $DEST/mcp_servers.yaml
COPY LICENSE $DEST/
COPY $T/prompts/gone.md $DEST/prompts/
ENV PLATFORM_AGENT_TEMPLATE_DIR=/runtime
`;
    expect(check(text, { context: new URL("../../", import.meta.url).pathname })).toEqual([
      "DOCKERFILE_RUNTIME_VARIABLE PLATFORM_AGENT_TEMPLATE_DIR 13",
      "DOCKERFILE_SOURCE_MISSING prompts/gone.md 12",
      "DOCKERFILE_EXTRA_FILE . 6",
      "DOCKERFILE_FOREIGN_FILE config.yaml 7",
      "DOCKERFILE_FOREIGN_FILE mcp_servers.yaml 10",
      "DOCKERFILE_EXTRA_FILE LICENSE 11",
    ]);
  });

  it.each([
    "",
    "# nothing\n",
    "COPY a b\nFROM x",
    "FROM x\nCOPY onlyone",
    "FROM x\nFRMO y",
    "FROM x\nRUN <<E\nx",
  ])("says of %j that every builder refuses it", (text) => {
    expect(check(text)).toEqual([
      expect.stringMatching(/^\?DOCKERFILE_INVALID \/opt\/molecule-platform-agent-template \d$/),
    ]);
  });
});
