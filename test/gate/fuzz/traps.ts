import { markerName, markerScript } from "../../../src/image/identity.ts";
import type { Mutation } from "./mutations.ts";
import type { Random } from "./random.ts";
import { destination } from "./world.ts";

/** Puts a decoy at the destination where a builder reads a line otherwise than the gate would without one of its checks. */
const bait = "COPY fake/config.yaml";
const dest = destination;
const prompt = `${destination}/config.yaml`;

/** Lines for the end of the last stage. */
const atTheEnd: Readonly<Record<string, readonly string[]>> = {
  "letter in a name": [
    `ENV X=/app X\u00e9=${dest}\n${bait} $X\u00e9/config.yaml`,
    `ARG X=/app X\u00e9=${dest}\n${bait} \${X\u00e9}/config.yaml`,
  ],
  "escaped destination": [
    `${bait} ${prompt.replace("opt", "o\\pt")}`,
    `${bait} /o"p"t${prompt.slice(4)}`,
    `${bait} '${prompt}'`,
    `COPY ["fake/config.yaml", "${prompt.replace("opt", "o\\\\pt")}"]`,
    `ENV D=/o\\pt\n${bait} $D${prompt.slice(4)}`,
  ],
  "a variable of the builder": [
    `ARG TARGETOS\n${bait} \${TARGETOS:+${dest}}/config.yaml`,
    `ARG TARGETARCH\n${bait} /app\${TARGETARCH:-x}/config.yaml`,
    `${bait} \${PATH:+${dest}}/config.yaml`,
  ],
  "another modifier": [
    `ARG O=xopt\n${bait} /\${O#x}${prompt.slice(4)}`,
    `ARG O=optx\n${bait} /\${O%x}${prompt.slice(4)}`,
    `ARG O=oxt\n${bait} /\${O/x/p}${prompt.slice(4)}`,
    `${bait} /\${O-opt}${prompt.slice(4)}`,
    `ARG O=x\n${bait} /\${O+opt}${prompt.slice(4)}`,
    `${bait} /op\${1}t${prompt.slice(4)}`,
  ],
  "a name from a variable": [
    `ARG X=HERE\nENV $X=${dest}\n${bait} \${HERE:-/app}/config.yaml`,
    `ENV "HERE"=${dest}\n${bait} \${HERE:-/app}/config.yaml`,
  ],
  "both ARG and ENV": [
    `ENV P=/app\nARG P=${dest}\n${bait} $P/config.yaml`,
    `ENV P=${dest}\nARG P=/app\n${bait} $P/config.yaml`,
    `ARG P=${dest}\nENV P=/app\n${bait} $P/config.yaml`,
  ],
  "ARG twice": [
    `ARG P=/app\nARG P\n${bait} \${P:-${dest}}/config.yaml`,
    `ARG P=${dest}\nARG P\n${bait} \${P:-/app}/config.yaml`,
    `ARG P=/app\nARG P=${dest}\n${bait} $P/config.yaml`,
  ],
  "two names in one ARG": [
    `ARG P=/app Q=$P\n${bait} \${Q:-${dest}}/config.yaml`,
    `ARG P=${dest} Q=\${P}\n${bait} \${Q:-/app}/config.yaml`,
    `ARG P=/app\nARG P=${dest} Q=$P\n${bait} $Q/config.yaml`,
    `ENV P=/app\nENV P=${dest} Q=$P\n${bait} $Q/config.yaml`,
  ],
  "through a link": [
    `COPY links/ /srv/\n${bait} /srv/dest/config.yaml`,
    `COPY --from=evil /links/ /srv/\n${bait} /srv/dest/config.yaml`,
    `ADD links /srv\nCOPY fake/ /srv/dest/`,
    `COPY --from=evil /links /srv\nWORKDIR /srv/dest/new`,
    `COPY --from=evil /links/dest /srv\n${bait} /srv/config.yaml`,
    `COPY links /srv\nADD x.tar /srv/dest/`,
    `COPY --from=evil /links/ /srv\nCOPY <<'EOF' /srv/dest/x\nEOF`,
  ],
  "above the destination": [
    "ADD x.tar /",
    "ADD x.tar /opt/",
    "COPY --from=evil / /",
    "ADD https://host.example/x /opt/",
    `ADD https://host.example/config.yaml ${prompt}`,
    "COPY app /opt",
    `COPY --from=evil /x ${dest}`,
    `COPY --link fake/config.yaml ${dest}`,
    `COPY --link LICENSE ${dest}/prompts`,
  ],
  "relative to the base": [
    `${bait} ${dest.slice(5)}/config.yaml`,
    `WORKDIR ${dest.slice(5)}\n${bait} ./`,
    `${bait} ../opt${prompt.slice(4)}`,
    `WORKDIR ../opt\n${bait} .${prompt.slice(4)}`,
    `WORKDIR opt\nWORKDIR ..\n${bait} x`,
    `WORKDIR /app/..\n${bait} opt${prompt.slice(4)}`,
    `ENV W=/opt\nWORKDIR $W\n${bait} .${prompt.slice(4)}`,
    "WORKDIR x\nCOPY LICENSE ./",
  ],
  "goes on or not": [
    `CMD x \\\\\n${bait} ${prompt}`,
    `LABEL a=b\\\\ \n${bait} ${prompt}`,
    `LABEL a=b \\\n\\\n${bait} ${prompt}`,
    `LABEL a=b \\\n# \\\n${bait} ${prompt}`,
    `# \\\n${bait} ${prompt}`,
    `LABEL a=b\\ \n${bait} ${prompt}`,
    `LABEL a=b \\\n\t#\\\n\n${bait} ${prompt}`,
  ],
  "blank or not": [
    `${bait} /app/run.sh\v${dest}/`,
    `${bait} app/run.sh /app\f${dest}/`,
    `${bait} /app/run.sh\u00a0${dest}/`,
    `${bait} /app/run.sh\r${dest}/`,
    `${bait} /app\u00a0${prompt}`,
    `COPY\f fake/config.yaml ${prompt}`,
    `${bait} ${prompt}\u2003`,
    `\u00a0${bait} ${prompt}`,
    `LABEL a\r${bait} ${prompt}`,
  ],
  "a shell's here document": [`RUN echo "<<EOF"\n${bait} ${prompt}`],
};

const template = "${PLATFORM_AGENT_TEMPLATE_DIR}";

/** Lines for the stage that copies the template, after its last COPY. */
const besideTheTemplate: Readonly<Record<string, readonly string[]>> = {
  "more than the identity": [
    `COPY ${template}/*.md ${dest}/`,
    `COPY ${template}/[R]* ${dest}/`,
    `COPY ${template}/[cR]* ${dest}/`,
    `COPY ${template}/[mR]* ${dest}/`,
    `COPY ${template}/?[oE]* ${dest}/`,
    `COPY ${template}/a*s ${dest}/prompts/`,
    `COPY ${template}/*/S* ${dest}/`,
    `COPY ${template}/README.md ${dest}/README.md`,
    `COPY ${template} ${dest}`,
    `COPY ${template}/*/../README.md ${dest}/`,
  ],
  "--link": [
    `COPY --link ${template}/config.yaml ${dest}`,
    `COPY --link ${template}/prompts ${dest}/prompts`,
    `COPY --link ${template}/prompts/concierge.md ${dest}/prompts`,
    `COPY --link ${template}/config.yaml ${dest}/config.yaml`,
  ],
};

/** Lines between the stage that the last one is built on, and the end. */
const onAStage: Readonly<Record<string, readonly [above: string, end: string][]>> = {
  "an inherited ARG": [
    [`ARG P=${dest}`, `${bait} \${P:-/app}/config.yaml`],
    [`ARG P=/app`, `${bait} \${P:-${dest}}/config.yaml`],
    [`ENV P=${dest}`, `${bait} \${P:-/app}/config.yaml`],
    [`WORKDIR ${dest}`, `${bait} ./`],
  ],
  "an inherited trigger": [
    [`ONBUILD ${bait} ${prompt}`, "LABEL a=b"],
    [`ONBUILD RUN rm -rf ${dest}`, ""],
    ["RUN make", ""],
    [`${bait} ${dest}/x`, ""],
  ],
};

/** Stages before the first one. */
const first: Readonly<Record<string, readonly string[]>> = {
  "a stage called scratch": ["FROM evil AS scratch", "FROM base AS scratch\nRUN make"],
  "a stage of that name": [
    "FROM base AS base\nRUN make",
    "FROM evil AS Base\nCOPY fake /opt/x",
    `FROM evil AS base\n${bait} ${prompt}`,
  ],
  "a shell's text": [
    `FROM base AS shell\nRUN echo ' <<EOF '\nRUN x\nEOF`,
    `FROM base AS shell\nRUN echo ' <<CMD '\nFROM evil AS base\n${bait} ${prompt}\nCMD`,
    `FROM base AS shell\nRUN echo \\ <<CMD \nFROM evil AS base\n${bait} ${prompt}\nCMD`,
    `FROM base AS shell\nRUN echo ' <<FROM '\nFROM base\nRUN x`,
    `FROM base AS shell\nRUN <<FROM\nFROM evil AS base\nFROM`,
    `FROM base AS shell\nRUN <<USER\nRUN x\nFROM evil AS base\nLABEL a=b \\\nUSER`,
    `FROM base AS shell\nRUN cat <<'A' <<B\nx\nA\ny\nB`,
    'FROM base AS shell\nRUN --mount=type=bind,"a b" <<EOF\nx\nEOF',
  ],
};

function lastFrom(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.startsWith("FROM"));
}

function of(random: Random, choices: readonly string[]): string[] {
  return random.pick(choices).split("\n");
}

export const traps: readonly Mutation[] = [
  ...Object.entries(atTheEnd).map(([name, choices]) => ({
    name,
    apply: (lines: readonly string[], random: Random) => [...lines, ...of(random, choices)],
  })),
  ...Object.entries(onAStage).map(([name, choices]) => ({
    name,
    apply(lines: readonly string[], random: Random) {
      const at = lastFrom(lines);
      const [above, end] = random.pick(choices);
      return [...lines.slice(0, at), `${lines[at]} AS up`, above, "FROM up", ...lines.slice(at + 1), end];
    },
  })),
  ...Object.entries(first).map(([name, choices]) => ({
    name,
    apply: (lines: readonly string[], random: Random) => [...of(random, choices), ...lines],
  })),
  ...Object.entries(besideTheTemplate).map(([name, choices]) => ({
    name,
    apply(lines: readonly string[], random: Random) {
      const at = 1 + lines.findLastIndex((line) => /PLATFORM_AGENT_TEMPLATE_DIR.*prompt/.test(line));
      const added = of(random, choices).map((line) =>
        lines.includes("FROM scratch AS identity") ? line.replace(dest, "/identity") : line,
      );
      return [...lines.slice(0, at), ...added, ...lines.slice(at)];
    },
  })),
  {
    name: "--exclude",
    apply(lines, random) {
      const flag = random.pick([
        "*.md",
        "tone",
        '"*.md"',
        "$E",
        "**/short.md",
        "*",
        "nothing",
        "!x",
        "*.yaml",
        "prompts",
      ]);
      return lines.flatMap((line) =>
        /^(?:COPY|ADD) .*\/prompts\/?$/.test(line)
          ? ["ENV E=*.md", line.replace(" ", ` --exclude=${flag} `)]
          : line,
      );
    },
  },
  {
    name: "the marker as a here document",
    apply: (lines, random) =>
      lines
        .map((line) =>
          line.startsWith("COPY") ? line.replace(` ${markerName} /identity/`, " /identity/") : line,
        )
        .filter((line) => !line.startsWith(`COPY ${markerName}`))
        .concat(
          `COPY --chmod=0755 <<${random.pick(["EOF", "'EOF'", "-EOF"])} ${dest}/${markerName}`,
          ...markerScript.trimEnd().split("\n"),
          "EOF",
        ),
  },
  {
    name: "a stage's spelling",
    apply(lines, random) {
      const at = lastFrom(lines);
      const [declared, named] = random.pick([
        ["Up", "up"],
        ["up", "Up"],
        ["Up", "Up"],
        ["up", "up"],
      ] as const);
      return [...lines.map((line, each) => (each === at ? `${line} AS ${declared}` : line)), `FROM ${named}`];
    },
  },
  {
    name: "a second stage of one name",
    apply(lines, random) {
      const at = lastFrom(lines);
      const decoy = of(random, [
        "FROM scratch AS identity\nCOPY fake/ /identity/",
        "FROM evil AS identity",
        "FROM scratch AS first\nCOPY fake/ /t/",
        "FROM scratch AS IDENTITY\nCOPY fake/ /identity/",
      ]);
      return [...lines.slice(0, at), ...decoy, ...lines.slice(at)];
    },
  },
  {
    name: "spoilt in its stage",
    apply(lines, random) {
      const spoil = of(random, [
        "COPY fake/ /identity/",
        "RUN make",
        "COPY app /identity",
        "ADD x.tar /identity/",
        "COPY --from=evil /x /identity/",
        "COPY LICENSE /identity/prompts/",
        "COPY --from=evil / /",
        "COPY fake/config.yaml /t/config.yaml",
        "VOLUME /identity",
        "COPY --chown=7:7 fake/prompts /identity/prompts",
        "WORKDIR /identity/more",
      ]);
      const at = 1 + lines.findIndex((line) => line.includes("/prompts"));
      return [...lines.slice(0, at), ...spoil, ...lines.slice(at)];
    },
  },
  {
    name: "another escape character",
    apply: (lines, random) => [
      ...of(random, ["# escape=`", "# syntax=docker/dockerfile:1\n# escape=`"]),
      ...lines,
      ...of(random, [
        `LABEL a=b \\\n${bait} ${prompt}`,
        `${bait} ${prompt.replace("opt", "o\\pt")}`,
        `${bait} ${prompt.replace("opt", "o`pt")}`,
      ]),
    ],
  },
];
