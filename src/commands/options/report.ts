import { choice, outputFile } from "./option.ts";

/** Where a check leaves its report for other tools. */
export const reportOptions = () => ({
  report: outputFile("Write the report to FILE, as JSON; - is standard output."),
  sarif: outputFile("Write the report to FILE, as SARIF 2.1.0; - is standard output."),
});

/** Where the report is what the command prints: in which form, and where else it goes. */
export const printedReportOptions = () => ({
  format: choice(
    ["text", "json", "markdown", "sarif"],
    "text",
    "The form in which the findings are printed.",
  ),
  ...reportOptions(),
});
