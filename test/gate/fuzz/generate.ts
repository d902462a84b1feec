import { markerName } from "../../../src/image/identity.ts";
import { generateIgnoreFile } from "./ignore-files.ts";
import { mutations } from "./mutations.ts";
import type { Random } from "./random.ts";
import { traps } from "./traps.ts";
import { canonical, destination } from "./world.ts";

/** One generated Dockerfile with its ignore file. */
export interface DockerfileCase {
  readonly text: string;
  readonly ignore: string;
  /** The names of what was done to it. */
  readonly classes: readonly string[];
}

const argument = `ARG PLATFORM_AGENT_TEMPLATE_DIR=${canonical}`;
const T = "${PLATFORM_AGENT_TEMPLATE_DIR}";

/** Ways of writing a Dockerfile that is right; mutations start from them. */
const forms: readonly (readonly string[])[] = [
  [
    "ARG BASE_IMAGE=base",
    "FROM scratch AS identity",
    argument,
    `COPY ${T}/config.yaml ${T}/mcp_servers.yaml ${markerName} /identity/`,
    `COPY ${T}/prompts/ /identity/prompts/`,
    "FROM ${BASE_IMAGE}",
    `COPY --from=identity /identity/ ${destination}/`,
  ],
  [
    "FROM base",
    argument,
    `COPY ${T}/config.yaml ${T}/mcp_servers.yaml ${destination}/`,
    `COPY ${T}/prompts ${destination}/prompts`,
    `COPY ${markerName} ${destination}/`,
  ],
  [
    "FROM base",
    argument,
    `ENV DEST=${destination} T=${T}`,
    "COPY $T/config.yaml $DEST/config.yaml",
    "COPY ${T}/mcp_servers.yaml ${DEST}/mcp_servers.yaml",
    "COPY ${T}/prompts/concierge.md ${DEST}/prompts/",
    "COPY ${T:-x}/prompts/tone/short.md ${DEST:+$DEST}/prompts/tone/short.md",
    `COPY ${markerName} $DEST/${markerName}`,
  ],
  [
    "FROM scratch AS first",
    argument,
    `COPY ["${T}/config.yaml", "${T}/mcp_servers.yaml", "/t/"]`,
    "FROM first AS second",
    argument,
    `COPY ${T}/prompts /t/prompts`,
    "FROM base",
    `COPY --from=1 /t ${destination}`,
    `COPY ${markerName} ${destination}/`,
  ],
  [
    "FROM base AS tools",
    "RUN make tools",
    "FROM base",
    "USER 0",
    `WORKDIR ${destination}`,
    argument,
    `COPY ${T}/*.yaml ./`,
    `COPY ${T}/prompt[s] prompts`,
    `COPY ${markerName} .`,
    "COPY --from=tools /tool /usr/local/bin/tool",
  ],
  [
    "FROM scratch AS identity",
    argument,
    `COPY ${T}/config.yaml ${T}/mcp_servers.yaml /identity/`,
    `COPY ${T}/prompts/ /identity/prompts/`,
    `COPY <<-'EOF' --none /x`.replace(" --none", ""),
    "\tsomething",
    "\tEOF",
    "FROM base",
    `COPY --from=identity /identity/config.yaml /identity/mcp_servers.yaml ${destination}/`,
    `COPY --from=identity /identity/prompts ${destination}/prompts/`,
    `COPY ${markerName} ${destination}/`,
  ],
];

/** One case: a right Dockerfile, with some things done to it. */
export function generateCase(random: Random): DockerfileCase {
  let lines = [...random.pick(forms)];
  const classes: string[] = [];
  const howMany = random.pick([0, 1, 1, 1, 2, 2, 3]);
  for (let done = 0; done < howMany; done += 1) {
    const mutation = random.pick(random.chance(0.7) ? mutations : traps);
    lines = mutation.apply(lines, random);
    classes.push(mutation.name);
  }
  const ignore = random.chance(0.3) ? generateIgnoreFile(random) : "";
  if (ignore !== "") classes.push("ignore file");
  const isWindows = random.chance(0.05);
  const text = `${lines.join(isWindows ? "\r\n" : "\n")}${random.chance(0.9) ? "\n" : ""}`;
  return { text: random.chance(0.03) ? `\ufeff${text}` : text, ignore, classes };
}
