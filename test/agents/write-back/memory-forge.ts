import type { ForgeWrite, ForgeWriter, WrittenPlace } from "../../../src/agents/write-back/write-ports.ts";
import { IdentikitError } from "../../../src/fault/error.ts";
import type { GitCommits } from "./git-commits.ts";

/** A forge in memory that keeps everything that it is sent, and can be broken off anywhere. */
export class MemoryForge implements ForgeWriter {
  readonly sent: { readonly write: ForgeWrite; readonly key: string }[] = [];
  readonly heads: Map<string, string> = new Map();
  readonly runs: Map<string, number> = new Map();
  /** Called at each moment, so that a test can break it off there. */
  around: (moment: string) => void = () => {};
  /** Refuses everything that is sent, as a token does that may only read. */
  refuses: IdentikitError | undefined;
  readonly #commits: GitCommits;

  constructor(commits: GitCommits) {
    this.#commits = commits;
  }

  async headOf({ repository, kind, id }: Parameters<ForgeWriter["headOf"]>[0]): Promise<string | undefined> {
    this.around("head");
    const known = this.heads.get(`${kind} ${id}`);
    return known ?? (kind === "branch" ? (await this.#commits.tip(repository, id))?.commit : undefined);
  }

  async runAttempt(_: string, workflowRun: string): Promise<number | undefined> {
    return this.runs.get(workflowRun);
  }

  async find(_: ForgeWrite, key: string): Promise<WrittenPlace | undefined> {
    this.around("before find");
    const at = this.sent.findIndex((one) => one.key === key);
    return at === -1 ? undefined : placeOf(at);
  }

  async send(write: ForgeWrite, key: string): Promise<WrittenPlace> {
    this.around("before send");
    if (this.refuses) throw this.refuses;
    this.sent.push({ write, key });
    // It has arrived, and who sent it does not get to know.
    this.around("after send");
    return placeOf(this.sent.length - 1);
  }
}

const placeOf = (at: number): WrittenPlace => ({ url: `https://forge.example.test/${at}` });

export const unreachable = new IdentikitError("HOST_UNREACHABLE", "no answer", {
  remedy: "Later.",
  retry: { kind: "later" },
});
