import { hostOf } from "../../src/host/host.ts";
import { answeringServer } from "./answering-server.ts";

/** A CI run as both hosts list it: the newest first. */
interface ListedRun {
  readonly id: number;
  readonly display_title: string;
  readonly html_url: string;
  readonly event: string;
}

/**
 * The part of GitHub's and Gitea's API that starts workflows, as both document it: runs are listed in pages, a dispatch is answered with
 * 204, an unknown workflow or ref with 404, and an input that the workflow does not declare with 422.
 */
export async function workflowApi(dialect: "github" | "gitea") {
  const runs: ListedRun[] = [];
  const started: { readonly path: string; readonly body: unknown }[] = [];
  const answers = {
    /** What a dispatch is answered with before anything is started. */
    refuse: undefined as number | undefined,
    /** Starts the workflow, and breaks the connection off before the answer. */
    isDeaf: false,
    /** Whether what is started is listed. */
    lists: true,
  };
  let id = 100;
  const base = dialect === "gitea" ? "/api/v1" : "/api/v3";
  const server = await answeringServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://host");
    const path = pathname.startsWith(base) ? pathname.slice(base.length) : "";
    const send = (status: number, body?: object) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body && JSON.stringify(body));
    };
    if (request.headers.authorization !== "token the-token") return send(401, { message: "Bad credentials" });
    if (request.method === "GET" && path === "/repos/acme/config/actions/runs") {
      const size = Number(searchParams.get(dialect === "gitea" ? "limit" : "per_page"));
      const from = (Number(searchParams.get("page")) - 1) * size;
      const listed = runs.filter(({ event }) => event === searchParams.get("event"));
      return send(200, { total_count: listed.length, workflow_runs: listed.slice(from, from + size) });
    }
    const [, file] = /^\/repos\/acme\/config\/actions\/workflows\/([^/]+)\/dispatches$/.exec(path) ?? [];
    if (request.method !== "POST" || file === undefined) return send(404, { message: "Not Found" });
    const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString("utf8"));
    const refused = answers.refuse ?? mistake(file, body);
    if (refused !== undefined) return send(refused, { message: "refused" });
    started.push({ path, body });
    add(`dispatch-agent ${body.inputs.run}`);
    if (answers.isDeaf) return void request.socket.destroy();
    return send(204);
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const add = (title: string, event = "workflow_dispatch") => {
    id++;
    const run = { id, display_title: title, html_url: `${origin}/acme/config/actions/runs/${id}`, event };
    if (answers.lists) runs.unshift(run);
  };
  const env = {
    ...(dialect === "gitea" ? { GITEA_ACTIONS: "true" } : {}),
    GITHUB_SERVER_URL: origin,
    GITHUB_API_URL: `${origin}${base}`,
  };
  return { started, answers, add, host: hostOf(env), seen: server.seen };
}

/** How a dispatch that cannot be carried out is answered. */
function mistake(file: string, { ref, inputs }: { readonly ref: string; readonly inputs: object }) {
  if (file !== "dispatch-agent.yml" || ref !== "main") return 404;
  return Object.keys(inputs).some((name) => name !== "run") ? 422 : undefined;
}
