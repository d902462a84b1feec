import { z } from "zod";
import { writtenMetadata } from "../resource/resource.ts";
import { type StructuralSchema, structuralSchema } from "./structural-schema.ts";

const served = z.object({
  generateName: z.string().optional().describe("For a new object without a name: what its name begins with."),
  uid: z
    .string()
    .optional()
    .describe("Tells the object from others of its name, before and after it. Set by the server."),
  resourceVersion: z
    .string()
    .optional()
    .describe(
      "Which change made the object what it is. A write that gives it is refused where there is a newer one.",
    ),
  generation: z.int().optional().describe("Counts the changes of the spec. Set by the server."),
  creationTimestamp: z.iso.datetime().optional().describe("When it was made. Set by the server."),
});

/** The schema of `metadata` in what the server takes and gives. */
export function objectMetadata(): StructuralSchema {
  return {
    description: "What the object is called, and what the server says of it.",
    ...structuralSchema(z.object({ ...writtenMetadata.partial().shape, ...served.shape })),
  };
}
