import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { markerScript } from "../../src/image/identity.ts";
import { reserveProvider } from "../api/doors/provider.ts";
import { AgentImages } from "../containers/agent-images.ts";
import { commitAll, copyFleet } from "../e2e/fleet.ts";
import { identikit } from "../e2e/identikit.ts";
import { done, renderedFleet } from "../e2e/prepared-fleet.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { PostgresServer } from "../services/postgres.ts";
import { testArchiveServer } from "../template/archive-server.ts";
import { house } from "./documents.ts";
import { program, typePage } from "./typed-page.ts";

requires(
  "initdb",
  "postgres",
  "psql",
  "jq",
)("how-to/operations", () => {
  test("a backup brings a lost database back, a move keeps every byte, and the log is verified", async () => {
    using fleet = await renderedFleet();
    await using server = await PostgresServer.start();
    const url = await server.createDatabase();
    mkdirSync(fleet.path("backups"));
    await typePage("how-to/operations", {
      cwd: fleet.root,
      words: {
        "/var/backups/identikit": fleet.path("backups"),
        "postgres://identikit_owner@db.example/identikit": url,
      },
      before: {
        "identikit restore ": "rm .identikit/config.db*",
        "identikit config migrate --plan": `export DATABASE_URL=${url}`,
      },
    });
    expect(readFileSync(fleet.path("moved.backup"))).toEqual(readFileSync(fleet.path("move.backup")));
  });
});

test("how-to/boot: the agent's program gets its identity, its env directory and its arguments", async () => {
  using fleet = copyFleet();
  await done(fleet, ["config", "sync"]);
  const [volume, envRoot] = [scratchDirectory(), scratchDirectory()];
  const secrets = writeFiles(scratchDirectory(), { IDENTIKIT_SECRET_FORGE_TOKEN: "a-token-8c1\n" });
  const { said } = await typePage("how-to/boot", {
    cwd: fleet.root,
    words: { "/configs": volume, "/srv/agents": envRoot, "/run/secrets": secrets },
    programs: { agent: '#!/bin/sh\necho "agent $*, $IDENTIKIT_IDENTITY, $IDENTIKIT_ENV_DIRECTORY"\n' },
  });
  expect(said).toContain(`agent serve --port 8080, ${volume}, ${join(envRoot, "concierge")}`);
  expect(logOn("how-to/boot")).toBe(
    `warning: there is no volume at /configs: ${/"(.*)"/.exec(markerScript)?.[1]}`,
  );
});

requires("curl")("a server that a page shows begins to serve:", () => {
  test("how-to/console", async () => {
    using fleet = copyFleet();
    const { said } = await typePage("how-to/console", { cwd: fleet.root, programs: untilReady() });
    expect(said).toContain("/login#");
    expect(said).toContain("ready: 200");
  });

  test("how-to/serve", async () => {
    using fleet = copyFleet();
    await done(fleet, ["config", "sync"]);
    await using provider = await reserveProvider();
    provider.open("https://identikit.example.com/login/callback", () => ({}));
    const { said } = await typePage("how-to/serve", {
      cwd: fleet.root,
      env: { HOME: fleet.root },
      programs: untilReady(),
      words: { "https://forge.example.com/": provider.issuer, "5f0c…": "identikit" },
    });
    expect(said).toContain("kubeconfig");
  });
});

/** `identikit`, of which a server is asked whether it is ready, and then ended; it listens where nobody else does. */
function untilReady(): { readonly identikit: string } {
  return {
    identikit: `#!/bin/bash
[ "$1" = serve ] || exec ${program} "$@"
said=$(mktemp)
${program} "$@" --listen 127.0.0.1:0 >"$said" 2>&1 &
server=$!
for _ in $(seq 1200); do
  url=$(sed -n 's/.*serving .* at \\(http[^ ]*\\).*/\\1/p' "$said")
  [ -n "$url" ] && code=$(curl --silent --output /dev/null --write-out '%{http_code}' "$url/readyz")
  [ "$code" = 200 ] && break
  kill -0 $server 2>/dev/null || break
  sleep 0.1
done
kill $server 2>/dev/null
wait $server
cat "$said"
rm "$said"
echo "ready: $code"
[ "$code" = 200 ]
`,
  };
}

requiresEngine("just")("how-to/containers", () => {
  test("a container that serves an agent is looked at, made again and kept as it should be", async () => {
    await using engine = await DockerEngine.start();
    const images = new AgentImages(engine);
    images.build("registry.example/agent:production", [
      ...["ENV PATH=/bin", "STOPSIGNAL SIGKILL", 'CMD ["/bin/sleep", "1000"]'],
    ]);
    using fleet = await renderedFleet();
    const envRoot = fleet.path(".identikit/env");
    appendFileSync(fleet.path("identikit.yaml"), `envRoot: ${envRoot}\ncontainers: { settleSeconds: 0.5 }\n`);
    await typePage("how-to/containers", {
      cwd: fleet.root,
      env: { DOCKER_HOST: engine.host },
      programs: {
        // This engine has no network but none.
        docker: '#!/bin/sh\nshift\nexec /usr/bin/docker run --network none "$@"\n',
        npx: '#!/bin/sh\nexec "$@"\n',
      },
      words: { "/srv/agents": envRoot, scout: "concierge" },
    });
    expect(engine.docker("ps", "--format", "{{.Names}} {{.Image}}").trim()).toBe(
      "concierge registry.example/agent:production",
    );
  });
});

requires("curl")("template-asset-delivery", () => {
  test("a token that only reads fetches every template, and a new one is delivered", async () => {
    using fleet = copyFleet();
    const repositories = Object.fromEntries(
      ["platform-agent", "reviewer"].map((name) => {
        const checkout = join(scratchDirectory(), name);
        cpSync(fleet.path("templates", name), checkout, { recursive: true });
        commitAll(checkout, "The template");
        return [`acme/template-${name}`, checkout];
      }),
    );
    const workspace_templates = ["platform-agent", "reviewer"].map((name) => ({
      ...{ name, repo: `acme/template-${name}` },
    }));
    writeFiles(fleet.root, { "manifest.json": JSON.stringify({ version: 1, workspace_templates }) });
    rmSync(fleet.path("identikit.lock"));
    const server = await testArchiveServer(repositories);
    server.token = "a-token-that-reads";
    server.answer = ({ method }, response) => {
      if (method === "GET") return false;
      response.writeHead(403).end();
      return true;
    };
    await typePage("template-asset-delivery", {
      cwd: fleet.root,
      env: { IDENTIKIT_GITEA_URL: server.origin, IDENTIKIT_TEMPLATE_TOKEN: server.token },
      words: {
        "../template-analyst": repositories["acme/template-reviewer"] ?? "",
        analyst: "reviewer",
        "/tmp/look": fleet.path("look"),
        "/tmp/skills.before": fleet.path("skills.before"),
        "/data": scratchDirectory(),
        VOLUME: scratchDirectory(),
        "https://git.example": server.origin,
        "read -rs IDENTIKIT_TEMPLATE_TOKEN": `IDENTIKIT_TEMPLATE_TOKEN=${server.token}`,
      },
    });
    const untouched = await identikit(["materialize", "platform-agent", "--volume", scratchDirectory()], {
      cwd: fleet.root,
    });
    expect(untouched.stderr + untouched.stdout).toContain(logOn("template-asset-delivery"));
  });
});

/** What a page shows of a log, in one line. */
function logOn(page: string): string {
  const text = readFileSync(join(house, "docs", `${page}.md`), "utf8");
  return (/```log\n([\s\S]*?)\n```/.exec(text)?.[1] ?? "").replaceAll("\n", " ");
}
