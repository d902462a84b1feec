import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./gitea.ts";
import type { Stage } from "./stage.ts";

/** A run, as a note shows it. */
export interface RecordedRun {
  readonly id: number;
  readonly workflow: string;
  readonly event: string;
  readonly title: string;
  readonly commit: string;
  readonly status: string;
  readonly conclusion: string;
}

/** One status of a commit; of one name the newest comes first. */
export interface RecordedStatus {
  readonly commit: string;
  readonly context: string;
  readonly state: string;
  readonly description: string;
  readonly creator: string;
}

export interface RepositoryRecord {
  readonly repository: string;
  readonly runs: readonly RecordedRun[];
  readonly statuses: readonly RecordedStatus[];
}

/** What came of each scenario on the forge: the runs that ended with it, and every status of their commits. */
export class Recording {
  readonly #stage: Stage;
  readonly #written = new Set<number>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Writes what came since the last time to `<directory>/<name>.json`, without the tokens of the forge. */
  async write(directory: string, name: string): Promise<void> {
    const records: RepositoryRecord[] = [];
    for (const repository of await repositories(this.#stage)) {
      const all = await runsOf(this.#stage, repository);
      const runs = all.filter(({ id, status }) => status === "completed" && !this.#written.has(id));
      if (runs.length === 0) continue;
      for (const { id } of runs) this.#written.add(id);
      const commits = [...new Set(runs.map(({ commit }) => commit))];
      const statuses = await Promise.all(
        commits.map((commit) => statusesOf(this.#stage, repository, commit)),
      );
      records.push({ repository, runs, statuses: statuses.flat() });
    }
    mkdirSync(directory, { recursive: true });
    const text = `${JSON.stringify(records, undefined, 1)}\n`;
    writeFileSync(join(directory, `${name}.json`), withoutTokens(text, this.#stage.gitea.tokens));
  }
}

/** A text in which none of these tokens stands. */
export function withoutTokens(text: string, tokens: Iterable<string>): string {
  let clean = text;
  for (const token of tokens) clean = clean.replaceAll(token, "***");
  return clean;
}

/** A name for a file, from the sentence of a scenario and its place among the others. */
export function fileNameOf(sentence: string, place: number): string {
  const words = sentence.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [String(place + 1).padStart(2, "0"), ...words.slice(0, 10)].join("-");
}

async function repositories({ gitea, keeper }: Stage): Promise<string[]> {
  const { data } = await gitea.ask(keeper, "GET", "/repos/search?limit=50");
  return data.map(({ full_name: name }: { full_name: string }) => name);
}

async function runsOf({ gitea, keeper }: Stage, repository: string): Promise<RecordedRun[]> {
  const rows = await pages(async (page) => {
    const answer = await gitea.api(keeper, "GET", `/repos/${repository}/actions/runs?limit=50&page=${page}`);
    return answer.status === 200 ? (answer.body.workflow_runs ?? []) : [];
  });
  return rows.map((row) => ({
    id: row.id,
    workflow: String(row.path ?? "").replace(/@.*$/, ""),
    event: row.event,
    title: row.display_title,
    commit: row.head_sha,
    status: row.status,
    conclusion: row.conclusion ?? "",
  }));
}

async function statusesOf(
  { gitea, keeper }: Stage,
  repository: string,
  commit: string,
): Promise<RecordedStatus[]> {
  const rows = await pages(async (page) => {
    const path = `/repos/${repository}/commits/${commit}/statuses?limit=50&page=${page}`;
    const answer = await gitea.api(keeper, "GET", path);
    return answer.status === 200 ? (answer.body ?? []) : [];
  });
  return rows.map((row) => ({
    commit,
    context: row.context,
    state: row.status,
    description: row.description ?? "",
    creator: row.creator?.login ?? "",
  }));
}

async function pages(read: (page: number) => Promise<Answer["body"][]>): Promise<Answer["body"][]> {
  const rows: Answer["body"][] = [];
  for (let page = 1; page <= 20; page++) {
    const more = await read(page);
    rows.push(...more);
    if (more.length < 50) break;
  }
  return rows;
}
