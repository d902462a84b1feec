const prefix = "agent:";

/**
 * The `scope_ref` of an agent's own rows of the builtin scope. No type can be called so, since a type's name has no colon. They win over
 * the type's builtin rows, and lose against rows of operators.
 */
export function agentReference(agent: string): string {
  return `${prefix}${agent}`;
}

/** The agent that a `scope_ref` of the builtin scope is of; `undefined` for that of a type or of all agents. */
export function agentOfReference(reference: string): string | undefined {
  return reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
}
