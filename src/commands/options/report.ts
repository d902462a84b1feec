import { outputFile } from "./option.ts";

/** Where a check leaves its report for other tools. */
export const reportOptions = {
  report: outputFile("Write the report to FILE, as JSON; - is standard output."),
  sarif: outputFile("Write the report to FILE, as SARIF 2.1.0; - is standard output."),
};
