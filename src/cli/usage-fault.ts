import type { CommanderError } from "commander";
import { IdentikitError } from "../fault/error.ts";

/**
 * What was wrong with the words that were typed. Values are not repeated: a secret may stand where none belongs, and
 * the line may go to a job's log.
 */
export function usageFault({ code, message }: CommanderError): IdentikitError {
  const line = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  switch (code) {
    case "commander.help":
      return new IdentikitError("USAGE", "no command was given", { remedy: "See identikit --help." });
    case "commander.excessArguments":
      return new IdentikitError(
        "USAGE",
        line.replace(/\. Expected (\d+).*? got (\d+): .*$/, ": $2 where $1 may be"),
        {
          remedy: "Quote what belongs together; a secret's value goes through standard input.",
        },
      );
    case "commander.unknownOption":
      return new IdentikitError("USAGE", unknownOption(line), { remedy: "See --help of the command." });
    case "commander.unknownCommand":
      return new IdentikitError("USAGE", line.replace(/ \(Did you mean (.+)\?\)$/, "; did you mean $1?"), {
        remedy: "See identikit --help.",
      });
    default:
      return new IdentikitError("USAGE", line, { remedy: "See identikit --help." });
  }
}

/** Commander repeats the whole word, a value behind `=` or behind a letter included. */
function unknownOption(line: string): string {
  const [, name, value = "", meant] =
    /^unknown option '(--[^=]*|-[^-])(.*?)'(?: \(Did you mean (--\S+)\?\))?$/.exec(line) ?? [];
  if (name === undefined) return "unknown option";
  if (value.startsWith("=") && meant === name) return `option '${name}' takes no value`;
  return `unknown option '${name}'${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}
