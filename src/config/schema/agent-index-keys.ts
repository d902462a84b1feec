/**
 * What the indexes of `agent_object` begin with: one text for all that a row has to be equal in. A statement that asks for this text, and
 * not for the columns that it is made of, leaves the planner one index. With several, one that has no statistics yet takes an index of
 * another order, and sorts a hundred thousand rows for a page of fifty. No kind and no namespace has a slash.
 */
export const agentIndexKeys = {
  namespace: "(kind || '/' || namespace)",
  phase: "(kind || '/' || namespace || '/' || phase)",
  repository: "(kind || '/' || namespace || '/' || repository)",
  /** Of all organisations. */
  phaseOfAll: "(kind || '/' || phase)",
  /** Of all kinds: what hangs on a run is looked for together, too. */
  run: "(namespace || '/' || run)",
} as const;

/** The statements that put indexes of these keys in the place of the first ones. */
export function createAgentIndexes(): string[] {
  return [
    ...["newest", "phase", "repository", "run"].map((index) => `DROP INDEX agent_object_${index}`),
    `CREATE INDEX agent_object_newest ON agent_object (${agentIndexKeys.namespace}, created, name)`,
    ...(["phase", "repository"] as const).flatMap((column) => [
      `CREATE INDEX agent_object_${column} ON agent_object (${agentIndexKeys[column]}, created, name) WHERE ${column} <> ''`,
      `CREATE INDEX agent_object_${column}_by_name ON agent_object (${agentIndexKeys[column]}, name) WHERE ${column} <> ''`,
    ]),
    `CREATE INDEX agent_object_run ON agent_object (${agentIndexKeys.run}, kind, created, name) WHERE run <> ''`,
  ];
}

/** The statements that add the indexes of lists over all organisations. */
export function createIndexesOfAll(): string[] {
  const { phaseOfAll } = agentIndexKeys;
  return [
    `CREATE INDEX agent_object_phase_of_all ON agent_object (${phaseOfAll}, created, namespace, name) WHERE phase <> ''`,
    `CREATE INDEX agent_object_phase_of_all_by_name ON agent_object (${phaseOfAll}, namespace, name) WHERE phase <> ''`,
  ];
}
