import { z } from "zod";
import { deeds } from "../fault/finding.ts";
import { codesOfFindings } from "../fault/guide.ts";
import { checks, pendingKinds, type Report, reportVersion } from "./report.ts";

const line = z.int().min(1).describe("1-based line");

const template = z.string().describe("which template it is about, where a run checks several");
const verdict = z.enum(["clean", "drift", "unverified"]);
const facts = z.array(z.strictObject({ label: z.string(), value: z.string() }));

const findingSchema = z
  .strictObject({
    code: z.enum(codesOfFindings).describe("stable code; later releases add codes and rename none"),
    severity: z
      .enum(["error", "warning", "unverified"])
      .describe("`error` stops the gate, `warning` does not, `unverified` could not be checked"),
    path: z.string().describe("the path or key that is wrong, in the checked thing's own terms"),
    expected: z.string().nullable().describe("what should be there; null where nothing should"),
    actual: z.string().nullable().describe("what is there; null where nothing is"),
    remedy: z.string().describe("what to do about it; where something was done, what is left to do"),
    done: z.enum(deeds).exactOptional().describe("what the run did about it"),
    problem: z.string().exactOptional().describe("what is wrong, in one sentence"),
    subject: z.string().exactOptional().describe("in which copy, where a check looks at several"),
    template: template.exactOptional(),
    difference: z
      .array(z.string())
      .exactOptional()
      .describe(
        "for a text file: lines of a unified diff from what should be there (`-`) to what is there (`+`), bounded, without what looks like a secret",
      ),
    location: z
      .strictObject({
        file: z.string().min(1),
        line: line.exactOptional(),
        column: z.int().min(1).describe("1-based column, in UTF-16 units").exactOptional(),
      })
      .exactOptional()
      .describe("where in the repository the fix goes"),
  })
  .describe("one thing that the check found");

/** The shape of a JSON report; what it accepts is a {@link Report}. */
export const reportSchema: z.ZodType<Report> = z
  .strictObject({
    version: z.literal(reportVersion).describe("the version of this shape"),
    tool: z.strictObject({ name: z.literal("identikit"), version: z.string() }),
    check: z.enum(checks).describe("what was checked, by the command's name"),
    verdict: verdict.describe("what the check as a whole came to"),
    subject: z.string().describe("what was checked, and against what"),
    facts,
    sections: z
      .array(
        z.strictObject({
          template: z.string().describe("the template's name; findings of this section name it, too"),
          verdict: verdict.describe("what the check came to for this template"),
          subject: z.string(),
          facts,
        }),
      )
      .exactOptional()
      .describe("one for each template, where a run checks several"),
    anchor: z
      .string()
      .min(1)
      .exactOptional()
      .describe("the file that a finding without a location belongs to"),
    findings: z.array(findingSchema),
    pending: z
      .array(
        z.strictObject({
          kind: z.enum(["file", "agent", "row"]),
          name: z.string().describe("the file's path, the agent's name, or the row's table and key"),
          change: z.enum(pendingKinds),
          template: template.exactOptional(),
          place: z.string().describe("for whom: an image, or a config"),
        }),
      )
      .exactOptional()
      .describe("what would change, and for whom; it never counts against the verdict"),
  })
  .describe("what one check of Identikit found");

/** The JSON Schema (draft 2020-12) of a JSON report, for publication beside the product's other schemas. */
export function reportJsonSchema(): object {
  return { title: "Identikit report", ...z.toJSONSchema(reportSchema, { target: "draft-2020-12" }) };
}
