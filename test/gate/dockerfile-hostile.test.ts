import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { markerName, markerScript } from "../../src/image/identity.ts";
import { writeFiles } from "../scratch.ts";
import { argument, check, contextWith, destination, head, rest } from "./dockerfile-case.ts";

/** What is right, with lines after it; they begin at line 8. */
function then(...lines: readonly string[]): string[] {
  return check(`${head}${rest}${lines.join("\n")}\n`, {
    context: contextWith({ LICENSE: "x", "app/run.sh": "x", "conf/config.yaml": "x" }),
  });
}

const touched = (line: number): string => `?DOCKERFILE_TOUCHED ${destination} ${line}`;
const ambiguous = (line: number): string => `?DOCKERFILE_AMBIGUOUS ${destination} ${line}`;

describe("what stands after the copy", () => {
  it.each([
    "RUN true",
    'RUN ["/bin/true"]',
    "run --mount=type=bind,target=/x make",
    "COPY . /",
    "COPY app /opt/",
    "COPY app /opt",
    "COPY --from=tools /opt /opt",
    "COPY --from=alpine / /",
    "ADD x.tar /",
    "ADD https://host.example/x.tar /opt/",
    "ADD --checksum=sha256:00 https://host.example/x /opt/",
    "VOLUME /opt",
    `VOLUME ["/data", "${destination}/prompts"]`,
    "VOLUME $UNKNOWN",
    `WORKDIR x`,
    "COPY --parents app/run.sh /opt/",
    "COPY --chmod=u+x LICENSE /opt/",
    `COPY LICENSE ${"$"}{TARGETARCH}/x`,
    `COPY LICENSE o\\pt`,
  ])("may touch the identity: %s", (line) => {
    expect(then(line)).toEqual([touched(8)]);
  });

  it.each([
    "COPY app /app",
    "COPY $T/agent-skills /srv/skills",
    "COPY LICENSE /opt/LICENSE",
    "COPY LICENSE app/run.sh /opt/",
    "COPY --from=tools /usr/local/bin/tool /opt/tools/tool",
    "ADD https://host.example/x /srv/",
    "VOLUME /data /optional",
    "WORKDIR /home/agent",
    "ONBUILD RUN make",
    'SHELL ["/bin/bash", "-c"]',
  ])("is provably elsewhere: %s", (line) => {
    expect(then(line)).toEqual([]);
  });

  it("may lead to the identity through a link that an earlier line brought", () => {
    expect(then("COPY --from=tools /links/ /srv/", "COPY conf/config.yaml /srv/identity/")).toEqual([
      touched(9),
    ]);
    expect(then("ADD x.tar /srv/", "WORKDIR /srv/identity")).toEqual([touched(9)]);
  });

  it("counts before the copy, too, and in a stage that the last one is built on", () => {
    const text = (line: string) => `${head.replace("COPY", `${line}\nCOPY`)}${rest}`;
    expect(check(text("RUN apt-get update"))).toEqual([touched(4)]);
    expect(
      check(`FROM x AS up\nONBUILD RUN make\n${(head + rest).replace("FROM ${BASE_IMAGE}", "FROM up")}`),
    ).toEqual([touched(2)]);
    expect(check(`FROM x AS aside\nRUN make\n${head}${rest}`)).toEqual([]);
  });

  it("may have put there what no COPY does", () => {
    expect(check(`${head}RUN cp -r /x ${destination}\n${rest}`.replace(/^COPY \$T.*mcp.*$/m, ""))).toEqual([
      "?DOCKERFILE_NOT_COPIED config.yaml 8",
      "?DOCKERFILE_NOT_COPIED mcp_servers.yaml 8",
      touched(6),
    ]);
  });

  it("names files that are put over the identity's, and beside it", () => {
    expect(then(`COPY conf/config.yaml ${destination}/`)).toEqual(["DOCKERFILE_FOREIGN_FILE config.yaml 8"]);
    expect(then(`COPY --from=alpine /x ${destination}/x`)).toEqual(["DOCKERFILE_EXTRA_FILE x 8"]);
    expect(then(`USER 0`, `WORKDIR ${destination}/new`)).toEqual(["~DOCKERFILE_EXTRA_DIRECTORY new 9"]);
  });
});

describe("modes and owners", () => {
  it.each([
    ["COPY --chmod=0600 $T/config.yaml $DEST/", "DOCKERFILE_MODE config.yaml 8"],
    ["COPY --chmod=755 $T/prompts/concierge.md $DEST/prompts/", "DOCKERFILE_MODE prompts/concierge.md 8"],
    ["COPY --chown=1000 $T/config.yaml $DEST/", "DOCKERFILE_OWNER config.yaml 8"],
    ["COPY --chown=0:7 $T/config.yaml $DEST/", "DOCKERFILE_OWNER config.yaml 8"],
  ])("are the identity's: %s", (line, finding) => {
    expect(then(line)).toEqual([finding]);
  });

  it("count for the directories that a COPY makes", () => {
    const text = `FROM scratch\n${argument}\nCOPY --chmod=0644 \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml \${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml ${destination}/\nCOPY \${PLATFORM_AGENT_TEMPLATE_DIR}/prompts ${destination}/prompts\nCOPY ${markerName} ${destination}/\n`;
    expect(check(text)).toEqual([`DOCKERFILE_MODE ${destination} 3`, "DOCKERFILE_MODE /opt 3"]);
  });

  it("are not known where a name or a base's user decides them", () => {
    expect(then("COPY --chown=root $T/config.yaml $DEST/")).toEqual([touched(8)]);
    const early = `FROM x\nWORKDIR ${destination}\n${(head + rest).split("\n").slice(2).join("\n")}`;
    expect(check(early)).toEqual([`?DOCKERFILE_OWNER ${destination} 2`, "?DOCKERFILE_OWNER /opt 2"]);
  });
});

describe("the marker", () => {
  const text = `${head}${rest}`;

  it("has its exact bytes and its mode, in a file of the build context", () => {
    const finding = (code: string) => [`${code} ${markerName} 4`];
    expect(check(text, { context: contextWith({ [markerName]: `${markerScript}\n` }) })).toEqual(
      finding("DOCKERFILE_MARKER_CHANGED"),
    );
    const plain = writeFiles(contextWith(), { [`plain/${markerName}`]: markerScript });
    expect(check(text.replace(`COPY ${markerName}`, `COPY plain/${markerName}`), { context: plain })).toEqual(
      finding("DOCKERFILE_MODE"),
    );
    symlinkSync("plain", join(plain, "linked"));
    expect(
      check(text.replace(`COPY ${markerName}`, `COPY linked/${markerName}`), { context: plain }),
    ).toContain(touched(4));
    expect(check(text.replace(`COPY ${markerName}`, `COPY gone/${markerName}`))).toContain(
      `DOCKERFILE_MARKER_MISSING ${markerName} 4`,
    );
  });

  it("is not a command that names it, nor a here document, which builders write in different ways", () => {
    const made = text.replace(/^COPY IMAGE.*$/m, `RUN printf x > ${destination}/${markerName}`);
    expect(check(made)).toContain(`?DOCKERFILE_MARKER_MISSING ${markerName} 7`);
    const written = `${text}COPY --chmod=0755 <<'EOF' ${destination}/${markerName}\n${markerScript}EOF\n`;
    expect(check(written)).toEqual([`?DOCKERFILE_AMBIGUOUS ${markerName} 8`]);
  });
});

describe("the build argument", () => {
  it.each([
    ["another default", argument.replace(/=.*/, "=vendored")],
    ["no default", "ARG PLATFORM_AGENT_TEMPLATE_DIR"],
    ["a second ARG", `${argument}\nARG PLATFORM_AGENT_TEMPLATE_DIR=vendored`],
  ])("has the canonical checkout as its one default: %s", (_, line) => {
    const [finding] = check(`${head}${rest}`.replace(argument, line));
    expect(finding).toMatch(/^DOCKERFILE_ARGUMENT PLATFORM_AGENT_TEMPLATE_DIR [34]$/);
  });

  it("is not passed over for a path that is written out", () => {
    const literal = argument.replace(/^.*=/, "");
    expect(check(`${head}${rest}`.replaceAll("$T", literal))).toContain(
      "DOCKERFILE_FOREIGN_FILE config.yaml 6",
    );
  });
});

describe("what builders read in different ways", () => {
  it.each([
    ["another front end", "# syntax=evil/frontend\n", 1],
    ["a front end after #!", "#!/usr/bin/x\n# syntax=evil/frontend\n", 2],
    ["another escape character", "# escape=`\n", 1],
    ["a stage called scratch", "FROM x AS scratch\n", 1],
    ["one name for two stages", "FROM x AS a\nFROM y AS A\n", 2],
    ["a stage in another spelling", "FROM x AS A\nFROM a\n", 2],
    ["two backslashes at a line's end", "FROM x\nCMD x \\\\\n", 2],
    ["a blank that is none", "FROM x\nCOPY a\u00a0b c\n", 2],
    ["a lone carriage return", "FROM x\nCMD a\rb\n", 2],
    ["a very long line", `FROM x\nCMD ${"x".repeat(61_000)}\n`, 2],
    ["letters outside ASCII", "FROM x\nCOPY \u00e9 c\n", 2],
    ["quotes in flags", 'FROM x\nCOPY --chmod="0755" a b\n', 2],
    ["names from variables", "FROM x\nENV $X=y\n", 2],
    ["two names in one ARG", "FROM x\nARG A=1 B=$A\n", 2],
    ["a base from an unknown modifier", "ARG X=y\nFROM ${X%z}\n", 2],
    ["a shell's text with a here document", "FROM x\nRUN echo '<<EOF'\n", 2],
    [
      "a here document whose body is read as instructions",
      `FROM x AS a\nRUN <<LABEL\nRUN make \\\nLABEL\n`,
      2,
    ],
    ["a here document in ONBUILD", "FROM x\nONBUILD RUN <<EOF\n", 2],
  ])("%s", (_, before, line) => {
    expect(check(`${before}${head}${rest}`)).toEqual([ambiguous(line)]);
  });

  it.each([
    ["ARG after ENV", "ENV P=/app\nARG P=/opt\nCOPY app $P/"],
    ["a second ARG without a default", "ARG P=/app\nARG P\nCOPY app $P/"],
    ["escapes", "ARG P=/a\\pp\nCOPY app $P/"],
    ["other modifiers", "ARG P=/app\nCOPY app ${P#x}/"],
    ["positional names", "COPY app /app$1/"],
    ["the working directory of the base", "COPY app app/"],
  ])("%s", (_, lines) => {
    expect(then(...lines.split("\n"))).toEqual([touched(7 + lines.split("\n").length)]);
  });

  it("a build argument that a stage inherits", () => {
    const text = `FROM x AS up\nARG P=/app\n${head.replace("FROM ${BASE_IMAGE}", "FROM up")}${rest}COPY LICENSE $P/\n`;
    expect(check(text)).toEqual([touched(10)]);
  });

  it.each([
    "# syntax=docker/dockerfile:1",
    "# syntax = docker.io/docker/dockerfile:1.7-labs",
    "# escape=\\",
    "# check=skip=all",
  ])("takes %j", (directive) => {
    expect(check(`\ufeff${directive}\n${head}${rest}`)).toEqual([]);
  });
});
