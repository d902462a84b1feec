import { dotOf, mermaidOf } from "../../agents/admission/access/access-diagram.ts";
import {
  type AccessEdge,
  type AccessGraph,
  accessGraph,
} from "../../agents/admission/access/access-graph.ts";
import { readAdmissionSnapshot } from "../../agents/snapshot/read-snapshot.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace, checkRepository } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { declaredHere } from "../places/declared-here.ts";
import { type CommandResult, outputMembers } from "../result.ts";
import type { AccessGraphOptions } from "./access-graph.ts";

export async function run(context: CommandContext, options: AccessGraphOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { organization, organizations } = accessPlace(project, { organization: options.organization });
  for (const repository of options.repository) checkRepository(repository);
  const declared = declaredHere(project, organization);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const now = context.clock.now();
  const snapshot = await readAdmissionSnapshot(database, { organization, organizations, now, declared });
  const graph = accessGraph(organization, snapshot, options.repository);
  return {
    outputs: { organization, ...outputMembers(graph) },
    details: [
      ...graph.edges.flatMap(edgeLines),
      ...graph.missing.map((object) => `${object} is declared in the repository and is not in the database`),
    ],
    account: [
      `${organization}: ${count(graph.nodes.length, "node")}, ${count(graph.edges.length, "binding or grant")}`,
    ],
    ...drawn(graph, options.format),
  };
}

function drawn(graph: AccessGraph, format: AccessGraphOptions["format"]): { readonly document?: string } {
  switch (format) {
    case "text":
      return {};
    case "mermaid":
      return { document: mermaidOf(graph) };
    case "dot":
      return { document: dotOf(graph) };
  }
}

function edgeLines({ from, to, by, effect, scope, implied, drift, warnings }: AccessEdge): string[] {
  const verb = effect === "deny" ? "is denied" : "has";
  const marks = [
    ...(implied ? ["follows from the forge's permissions"] : []),
    ...(drift === "differs" ? ["is not what the repository declares"] : []),
    ...(drift === "undeclared" ? ["is no longer declared in the repository"] : []),
    ...warnings,
  ];
  return [`${from} ${verb} ${to} by ${by} (${scope})`, ...marks.map((mark) => `  ${mark}`)];
}
