import { z } from "zod";
import { requestPurposes } from "../../agents/outbox/outbox-instructions.ts";
import { outboxRequest } from "../../agents/outbox/outbox-request.ts";
import type { OutboxTool } from "./tool.ts";

/** The tools of the outbox's server, made from the requests themselves. The build writes them into the program of one file. */
export function outboxTools(): OutboxTool[] {
  return outboxRequest.options.map((option) => {
    const name = option.shape.type.value;
    const { $schema: _, ...schema } = z.toJSONSchema(option, { io: "input" });
    const { type: __, ...properties } = schema.properties ?? {};
    const required = (schema.required ?? []).filter((key) => key !== "type");
    return {
      name,
      description: requestPurposes[name],
      inputSchema: {
        ...schema,
        properties,
        ...(required.length === 0 ? { required: undefined } : { required }),
      },
    };
  });
}
