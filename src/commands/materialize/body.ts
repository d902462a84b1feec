import { openProject } from "../../project/project.ts";
import type { MaterializeOutcome } from "../../template/materialize-template.ts";
import { shortCommit, shortDigest } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";
import type { MaterializeCommandOptions } from "./materialize.ts";
import { materializeRun } from "./materialize-run.ts";

export async function run(
  context: CommandContext,
  options: MaterializeCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { name, outcome } = await materializeRun(context, project, options);
  return materializeResult(name, outcome);
}

/** A delivery as the result of a command. */
export function materializeResult(name: string, outcome: MaterializeOutcome): CommandResult {
  if (outcome.result === "skipped") {
    const { result, code, reason } = outcome;
    return {
      outputs: { result, code, reason, written: 0, removed: 0 },
      account: [`skipped ${name}: ${code}: ${reason}`],
      changed: false,
    };
  }
  const { result, written, removed, unchanged, treeDigest, origin, skills } = outcome;
  const at = origin.commit === null ? "" : ` at ${shortCommit(origin.commit)}`;
  return {
    outputs: {
      result,
      written: written.length,
      removed: removed.length,
      unchanged,
      treeDigest,
      commit: origin.commit,
      paths: { written: [...written], removed: [...removed] },
      skills: { ...skills },
    },
    details: [...written.map((path) => `+ ${path}`), ...removed.map((path) => `- ${path}`)],
    account: [
      `${result} ${name}${at}, ${shortDigest(treeDigest)}: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged`,
      ...(skills.warning === null ? [] : [`warning: ${skills.warning}`]),
    ],
    changed: result === "delivered",
  };
}
