import { z } from "zod";
import type { outboxRequest } from "../../agents/outbox/outbox-request.ts";

type MemoryShape = Extract<(typeof outboxRequest.options)[number]["shape"], { readonly files: z.ZodType }>;

/** A form proposes one file: several at once take a command, or an agent. */
export function memoryShape({ files, ...shape }: Omit<MemoryShape, "type" | "id">) {
  const { path, text } = files.element.shape;
  return {
    ...shape,
    path: path.describe("The file in the memory, such as services/berths.md."),
    text: text.unwrap().optional().describe("The whole file as it should be."),
    remove: z.boolean().optional().describe("Whether the file is removed: then it has no text."),
  };
}

/** What a form says as a request has it. */
export function memoryRequest({ path, text, remove, ...said }: Readonly<Record<string, unknown>>) {
  return { ...said, files: [{ path, text: remove === true && text === undefined ? null : text }] };
}

/** The field of the form for one of a request. */
export function memoryField(field: string): string {
  return field.replace(/^files\.0\./, "");
}
