import { markerName } from "../../../src/image/identity.ts";
import type { Random } from "./random.ts";
import { canonical, destination } from "./world.ts";

/** Something that is done to a Dockerfile's lines, right or wrong. */
export interface Mutation {
  readonly name: string;
  apply(lines: readonly string[], random: Random): string[];
}

const parent = "/opt";
const T = "${PLATFORM_AGENT_TEMPLATE_DIR}";
const places = [
  "/app",
  "/app/",
  "/srv/",
  "/usr/local/bin/x",
  parent,
  `${parent}/`,
  `${parent}/app`,
  "/",
  `${parent}/x/../`,
];
const inside = [
  destination,
  `${destination}/`,
  `${destination}/config.yaml`,
  `${destination}/prompts/`,
  `${destination}/x`,
];
const foreign = [
  "LICENSE",
  "app",
  "app/",
  "app/run.sh",
  "fake",
  "fake/config.yaml",
  "config.yaml",
  ".",
  "*",
  "x.tar",
  "links",
  "links/dest",
  "nothing",
  "fake/*",
];

const instructions: Readonly<Record<string, (random: Random) => string>> = {
  run: (random) =>
    random.pick([
      "RUN true",
      `RUN rm -rf ${destination}`,
      'RUN ["x"]',
      "RUN --network=none make",
      "RUN --mount=type=bind,target=/x ls",
    ]),
  "copy elsewhere": (random) => `COPY ${random.pick(foreign)} ${random.pick(places)}`,
  "copy inside": (random) => `COPY ${random.pick(foreign)} ${random.pick(inside)}`,
  "copy from an image": (random) =>
    `COPY --from=${random.pick(["evil", "alpine", "tools", "0", "1", "identity", "9", "${BASE_IMAGE}"])} ${random.pick(["/x", "/x/", "/x/config.yaml", "/tool", "/links/", "/links/dest", "/identity/", "/t", "/"])} ${random.pick([...places, ...inside])}`,
  "copy through": (random) =>
    `COPY ${random.pick(["fake/", "fake/config.yaml", "app"])} ${random.pick(["/srv/dest/", "/srv/dest/config.yaml", "/app/sub", "/opt/app/x"])}`,
  "links planted": (random) =>
    random.pick([
      "COPY links/ /srv/",
      "COPY --from=evil /links/ /srv/",
      "ADD links /srv",
      "COPY --from=evil / /",
    ]),
  add: (random) =>
    `ADD ${random.pick(["x.tar", "https://host.example/x", "https://host.example/x.git", "LICENSE", "x.tar LICENSE"])} ${random.pick([...places, ...inside])}`,
  "add template": (random) =>
    `ADD ${T}/${random.pick(["config.yaml", "prompts", "prompts/", "prompts/concierge.md"])} ${random.pick(inside)}`,
  "template again": (random) =>
    `COPY ${T}/${random.pick(["config.yaml", "prompts/", "", ".", "*", "README.md", "mcp_servers.yaml", "agent-skills", "prompts/tone", "*.md", "?onfig.yaml", "[^p]*", "prompts/*", "*/concierge.md", "gone.md"])} ${random.pick([...inside, "/app/"])}`,
  workdir: (random) =>
    `WORKDIR ${random.pick(["/app", destination, `${destination}/prompts`, `${destination}/extra`, "app", "/opt", "$X", "/opt/./x/.."])}`,
  user: (random) => `USER ${random.pick(["0", "1000", "root", "0:0", "$U"])}`,
  arg: (random) =>
    random.pick([
      "ARG PLATFORM_AGENT_TEMPLATE_DIR=fake",
      "ARG PLATFORM_AGENT_TEMPLATE_DIR",
      `ARG PLATFORM_AGENT_TEMPLATE_DIR=${canonical}`,
      "ARG BASE_IMAGE=identity",
      "ARG BASE_IMAGE",
      "ARG A=x B=$A",
      "ARG T=fake",
      "ARG X=a PLATFORM_AGENT_TEMPLATE_DIR=fake",
      "ARG DEST",
      "ARG TARGETARCH",
      'ARG "X"=1',
    ]),
  env: (random) =>
    random.pick([
      "ENV PLATFORM_AGENT_TEMPLATE_DIR=fake",
      "ENV T=fake",
      "ENV T fake",
      `ENV T=${T} DEST=/app`,
      "ENV DEST='/opt'",
      "ENV X=$T",
      "ENV $X=T",
      'ENV A="b c" T=fake',
      "ENV A=b\\ T=fake",
    ]),
  volume: (random) => `VOLUME ${random.pick([parent, destination, "/data", '["/data", "/opt"]', "$X"])}`,
  onbuild: (random) =>
    `ONBUILD ${random.pick(["RUN rm -rf /", `COPY fake/ ${destination}/`, "COPY LICENSE /identity/", "COPY LICENSE /t/"])}`,
  harmless: (random) =>
    random.pick([
      "LABEL a=b",
      "# a comment",
      "",
      "EXPOSE 80",
      'SHELL ["/bin/bash", "-c"]',
      "CMD x",
      "HEALTHCHECK NONE",
      "STOPSIGNAL 9",
      "MAINTAINER x",
      'ENTRYPOINT ["x"]',
      "  # indented",
    ]),
  from: (random) =>
    random.pick([
      "FROM base",
      "FROM scratch",
      "FROM identity",
      "FROM first AS second",
      "FROM base AS identity",
      "FROM $BASE_IMAGE AS x",
      "FROM --platform=$BUILDPLATFORM base",
      "FROM Identity",
      "FROM second",
      "FROM tools AS last",
    ]),
  "here document": (random) =>
    random.pick([
      `RUN <<EOF\nCOPY fake/ ${destination}/\nEOF`,
      "RUN cat <<'EOF' > /x\nhello\nEOF",
      `COPY <<EOF ${destination}/config.yaml\nother\nEOF`,
      `COPY <<'EOF' ${destination}/\nother\nEOF`,
      "COPY <<A <<B /srv/\na\nA\nb\nB",
      "COPY <<EOF /x\n$T\nEOF",
      'RUN echo "<<EOF"',
      `RUN <<USER\nCOPY fake/ ${destination}/\nUSER`,
      "COPY << EOF /x\nEOF",
      `COPY <<-EOF /x\n\t\tEOF\nCOPY fake ${destination}\nEOF`,
      `RUN ["sh", "<<EOF"]`,
    ]),
};

const insertions: Mutation[] = Object.entries(instructions).map(([name, make]) => ({
  name,
  apply(lines, random) {
    const at = 1 + random.below(lines.length);
    return [...lines.slice(0, at), ...make(random).split("\n"), ...lines.slice(at)];
  },
}));

/** Changes one of the lines that a test picks. */
function change(name: string, which: RegExp, how: (line: string, random: Random) => string): Mutation {
  return {
    name,
    apply(lines, random) {
      const found = [...lines.keys()].filter((at) => which.test(lines[at] as string));
      if (found.length === 0) return [...lines];
      const at = random.pick(found);
      return lines.flatMap((line, each) => (each === at ? how(line, random).split("\n") : line));
    },
  };
}

const copies = /^(?:COPY|ADD) /;
const lastWord = /(\S+?)(\/?)$/;

export const mutations: readonly Mutation[] = [
  ...insertions,
  change("flag", copies, (line, random) =>
    line.replace(
      / /,
      ` ${random.pick(["--chmod=0755", "--chmod=644", "--chmod=0644", "--chmod=u+x", "--chmod=0600", "--chown=0:0", "--chown=1000", "--chown=1000:0", "--chown=0", "--chown=0:5", "--chown=root", "--link", "--link=false", "--exclude=*.md", "--exclude=nothing", "--exclude=tone", "--exclude=prompts", "--exclude=*", "--exclude=**/*.yaml", "--exclude=config.yaml", "--exclude=!x", "--parents", "--from=evil", "--from=0", "--from=identity", "--chmod=$M", "--", "--bogus", '--chmod="0755"', "--checksum=x", "--keep-git-dir"])} `,
    ),
  ),
  change("destination form", copies, (line, random) =>
    line.replace(lastWord, (_, word: string, slash: string) =>
      random.pick([
        `${word}${slash === "" ? "/" : ""}`,
        `${word}/.`,
        `${word}//`,
        `${word}/x/../`,
        `/./${word}${slash}`,
        `${word}/prompts`,
        `x/../${word}/`,
        word.replace("/opt", "/opt/."),
        word.toUpperCase(),
      ]),
    ),
  ),
  change("source form", copies, (line, random) =>
    line.replace(
      "${PLATFORM_AGENT_TEMPLATE_DIR}",
      random.pick([
        "./${PLATFORM_AGENT_TEMPLATE_DIR}",
        "/${PLATFORM_AGENT_TEMPLATE_DIR}",
        "${PLATFORM_AGENT_TEMPLATE_DIR}/.",
        "${PLATFORM_AGENT_TEMPLATE_DIR}/prompts/..",
        "../${PLATFORM_AGENT_TEMPLATE_DIR}",
        '"$PLATFORM_AGENT_TEMPLATE_DIR"',
        "'${PLATFORM_AGENT_TEMPLATE_DIR}'",
        "${PLATFORM_AGENT_TEMPLATE_DIR:-fake}",
        "${PLATFORM_AGENT_TEMPLATE_DIR:+fake}",
        "${PLATFORM_AGENT_TEMPLATE_DIR-fake}",
        "${PLATFORM_AGENT_TEMPLATE_DIR#.tenant}",
        "${PLATFORM_AGENT_TEMPLATE_DIR%agent}",
        "${PLATFORM_AGENT_TEMPLATE_DIR/a/b}",
        "${PLATFORM_AGENT_TEMPLATE_DIR:?no}",
        "$PLATFORM_AGENT_TEMPLATE_DIRX",
        "\\${PLATFORM_AGENT_TEMPLATE_DIR}",
        "${UNSET:-${PLATFORM_AGENT_TEMPLATE_DIR}}",
        "${UNSET:+x}${PLATFORM_AGENT_TEMPLATE_DIR}",
        canonical,
        "fake",
        "${PLATFORM_AGENT_TEMPLATE_DIR}/*",
        ".tenant*/*/*",
      ]),
    ),
  ),
  change("marker", new RegExp(markerName), (line, random) =>
    line.replace(
      markerName,
      random.pick([
        `dull/${markerName}`,
        `changed/${markerName}`,
        "LICENSE",
        `--chmod=0755 dull/${markerName}`,
        "nothing",
        `./${markerName}`,
      ]),
    ),
  ),
  change("continuation", / /, (line, random) =>
    line.replaceAll(" ", () =>
      random.pick([
        " ",
        " ",
        " \\\n ",
        " \\  \n",
        "\\\n ",
        " \\\n# a comment\n ",
        " \\\n\n ",
        "\t",
        "   ",
        " \\\\\n ",
      ]),
    ),
  ),
  change("keyword", /^[A-Z]+ /, (line, random) =>
    line.replace(/^[A-Z]+/, (word) =>
      random.pick([
        word.toLowerCase(),
        ` ${word}`,
        `\t${word}`,
        `${word[0]}${word.slice(1).toLowerCase()}`,
        `${word}X`,
      ]),
    ),
  ),
  change("odd character", / /, (line, random) => {
    const at = random.below(line.length + 1);
    const odd = random.pick([
      "\\",
      '"',
      "'",
      "$",
      "{",
      "}",
      "#",
      "<",
      "<<",
      "-",
      "=",
      "*",
      "?",
      "[",
      "]",
      "\t",
      "\u00a0",
      "\v",
      "\f",
      "\r",
      "é",
      "\u2028",
      "\u0085",
      "!",
      "/",
      "..",
      "~",
      "`",
    ]);
    return line.slice(0, at) + odd + line.slice(at);
  }),
  change("lost character", / /, (line, random) => {
    const at = random.below(line.length);
    return line.slice(0, at) + line.slice(at + 1);
  }),
  change("JSON form", copies, (line) => {
    const [keyword = "", ...words] = line.split(/ +/);
    const flags = words.filter((word) => word.startsWith("--"));
    return [keyword, ...flags, JSON.stringify(words.filter((word) => !word.startsWith("--")))].join(" ");
  }),
  {
    name: "directive",
    apply: (lines, random) =>
      [
        random.pick([
          "# syntax=docker/dockerfile:1",
          "# syntax=docker/dockerfile:1.7-labs",
          "# syntax=evil/frontend",
          "# escape=`",
          "# escape=\\",
          "# check=skip=all",
          "#syntax = evil/x",
          "#!/bin/x\n# syntax=evil/x",
          "# Syntax=docker/dockerfile@sha256:0",
          "# escape=x",
          "// syntax=evil/x",
        ]),
        ...lines,
      ].flatMap((line) => line.split("\n")),
  },
  {
    name: "two directives",
    apply: (lines, random) => [
      random.pick(["# syntax=docker/dockerfile:1", "# check=x", "# none=x", ""]),
      random.pick(["# escape=`", "# syntax=evil/x", "# syntax=docker/dockerfile:1"]),
      ...lines,
    ],
  },
  {
    name: "line lost",
    apply(lines, random) {
      const at = random.below(lines.length);
      return lines.filter((_, each) => each !== at);
    },
  },
  {
    name: "line twice",
    apply(lines, random) {
      const at = random.below(lines.length);
      return lines.flatMap((line, each) => (each === at ? [line, line] : line));
    },
  },
  {
    name: "lines swapped",
    apply(lines, random) {
      const [one, other] = [random.below(lines.length), random.below(lines.length)];
      return lines.map(
        (line, at) => (at === one ? lines[other] : at === other ? lines[one] : line) as string,
      );
    },
  },
];
