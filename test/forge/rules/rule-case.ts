import type { ForgeRepository } from "../forge-repository.ts";
import type { Stage } from "../stage.ts";

/** A pull request that breaks a rule, as somebody opened it. */
export interface BreakingPull {
  readonly stage: Stage;
  readonly repository: ForgeRepository;
  readonly branch: string;
  readonly number: number;
}

/** How a rule of the change gate is broken and kept. */
export interface RuleCase {
  /** As its status is called, without `identikit/change/`. */
  readonly rule: string;
  /** What `changes:` of main says for it. */
  readonly settings: object;
  /** Files of main that it needs. */
  readonly main?: (stage: Stage) => Readonly<Record<string, string>>;
  /** The pull request that breaks it; written to look like what it is not, where that could help it. */
  readonly broken: {
    readonly files: Readonly<Record<string, string>>;
    readonly title?: string;
    readonly body?: string;
  };
  /** What somebody does to have it let through all the same, once it is red: it stays red. */
  readonly pretend?: (pull: BreakingPull) => Promise<void>;
  /** Puts it right, as a person does: another commit, a review, a text. */
  putRight(pull: BreakingPull): Promise<void>;
}

/** Puts a pull request right with a further commit that takes its files back to main. */
export function takenBack(files: Readonly<Record<string, string>>): RuleCase["putRight"] {
  return async ({ repository, branch }) => {
    repository.git("fetch", "--quiet", "origin");
    repository.git("checkout", "--quiet", "-B", branch, `origin/${branch}`);
    for (const path of Object.keys(files)) {
      const wasThere = repository.git("ls-tree", "origin/main", "--", path) !== "";
      if (wasThere) repository.git("checkout", "--quiet", "origin/main", "--", path);
      else repository.git("rm", "--quiet", "--", path);
    }
    repository.pushFiles(branch, {});
  };
}

/** Puts it right with an approving review of the keeper. */
export async function approvedByKeeper({ stage, repository, number }: BreakingPull): Promise<void> {
  const review = { event: "APPROVED", body: "Seen." };
  await repository.api("POST", `/pulls/${number}/reviews`, review, stage.keeper);
}
