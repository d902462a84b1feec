/** A part of a JSON Schema, as far as zod writes it for requests. */
export interface InputSchema {
  readonly [keyword: string]: unknown;
}

/** A tool of the outbox's server: one kind of request. */
export interface OutboxTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
}
