import { userInfo } from "node:os";

/**
 * Who runs this process, for logs that are kept. In CI the workflow, run and job, with who started it: a run can be found by it. Else
 * the user's name, which the system knows also where `USER` is not set, or the user's number.
 */
export function whoRuns(env: Readonly<Record<string, string | undefined>>): string {
  const {
    GITHUB_ACTOR: actor,
    GITHUB_WORKFLOW: workflow,
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: attempt,
    GITHUB_JOB: job,
    GITHUB_REPOSITORY: repository,
  } = env;
  if (!run) return userName();
  const again = attempt && attempt !== "1" ? `, attempt ${attempt}` : "";
  const place = [repository, workflow].filter(Boolean).join(" ") || "CI";
  return `${actor || userName()} (${place}, run ${run}${again}${job ? `, job ${job}` : ""})`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that no file knows.
    return `uid ${process.getuid?.() ?? "of this system"}`;
  }
}
