import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkStagedIdentity } from "../../src/gate/staged-identity.ts";
import { identityV1, markerName } from "../../src/image/identity.ts";
import { template } from "../image/samples.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { argument, check, contextWith, destination, head, rest } from "./dockerfile-case.ts";

const root = new URL("../../", import.meta.url);
const shipped = readFileSync(new URL("Dockerfile.platform-agent", root), "utf8");

/** The Dockerfile of earlier releases: each file of the identity by its name, and the marker from the build context. */
const listing = `ARG BASE_IMAGE=molecule-local/platform:latest
FROM scratch AS identity
${argument}
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml \\
     \${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml \\
     ${markerName} \\
     /identity/
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/prompts/ /identity/prompts/
FROM \${BASE_IMAGE}
COPY --from=identity /identity/ ${destination}/
`;

describe("the Dockerfile's side of the gate", () => {
  it("passes the Dockerfile of this repository, which copies the staged identity whole", () => {
    expect(check(shipped, { staged: [] })).toEqual([]);
    expect(shipped).not.toMatch(/config\.yaml|mcp_servers|prompts/);
  });

  it("passes the form that lists the files, as it stood in earlier releases", () => {
    expect(check(listing)).toEqual([]);
  });

  it("says on the line of the COPY what the staged identity has that is not the template's", () => {
    const staged = writeFiles(scratchDirectory(), { "notes.txt": "put there by somebody" });
    const identity = template({}).select(identityV1.admits);
    expect(check(shipped, { staged: checkStagedIdentity(identity, staged, "staged") })).toEqual([
      `FILE_MISSING ${markerName} 15`,
      "FILE_MISSING config.yaml 15",
      "FILE_MISSING mcp_servers.yaml 15",
      "FILE_EXTRA notes.txt 15",
      "FILE_MISSING prompts/concierge.md 15",
      "FILE_MISSING prompts/tone/short.md 15",
    ]);
    const nowhere = checkStagedIdentity(identity, join(staged, "nowhere"), "staged");
    expect(check(shipped, { staged: nowhere })).toEqual(["DOCKERFILE_SOURCE_MISSING staged 15"]);
    expect(check(shipped)).toEqual(["?DOCKERFILE_SOURCE_MISSING @identity 15"]);
  });

  it("follows single files, patterns and directories of the staged identity, and misses what they leave out", () => {
    const from = (...sources: string[]) =>
      `FROM scratch AS i\n${argument}\n${sources.map((source) => `COPY ${source}\n`).join("")}FROM x\nCOPY --from=i /i/ ${destination}/\n`;
    const at = `\${PLATFORM_AGENT_TEMPLATE_DIR}@identity`;
    expect(check(from(`${at}/ /i/`), { staged: [] })).toEqual([]);
    expect(check(from(`${at} /i`), { staged: [] })).toEqual([]);
    expect(
      check(from(`${at}/*.yaml ${at}/${markerName} /i/`, `${at}/prompts /i/prompts`), { staged: [] }),
    ).toEqual([]);
    expect(check(from(`${at}/*.yaml ${at}/prompts/ /i/`), { staged: [] })).toEqual([
      "DOCKERFILE_NOT_COPIED prompts/concierge.md 5",
      "DOCKERFILE_NOT_COPIED prompts/tone/short.md 5",
      "DOCKERFILE_EXTRA_FILE concierge.md 5",
      "DOCKERFILE_EXTRA_FILE tone/short.md 5",
      "~DOCKERFILE_EXTRA_DIRECTORY tone 5",
      `DOCKERFILE_MARKER_MISSING ${markerName} 5`,
    ]);
    expect(check(from(`${at}/gone.md /i/`, `${at}/ /i/`), { staged: [] })).toEqual([
      "DOCKERFILE_SOURCE_MISSING gone.md 3",
    ]);
    expect(check(from(`--chmod=0600 ${at}/ /i/`), { staged: [] })).not.toEqual([]);
  });

  it("names a file that the template has got since, with the line after which its COPY goes", () => {
    const onlyThese = `${head}COPY $T/config.yaml $T/mcp_servers.yaml $DEST/
COPY \${T}/prompts/concierge.md $DEST/prompts/
`;
    expect(check(onlyThese)).toEqual(["DOCKERFILE_NOT_COPIED prompts/tone/short.md 7"]);
    expect(check(listing, { changes: { "prompts/new/deep.md": "copied with its directory" } })).toEqual([]);
    expect(
      check(shipped, { changes: { "prompts/new/deep.md": "copied with all of it" }, staged: [] }),
    ).toEqual([]);
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
    expect(check(text, { context: contextWith({ LICENSE: "MIT" }) })).toEqual([
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
