import { incapable } from "../incapable.ts";
import type { ToolRules } from "../tools/tool-rules.ts";

/**
 * Commands that Codex never runs, as an execution policy of it (`rules/*.rules` in `CODEX_HOME`; the strictest rule wins).
 * @see https://developers.openai.com/codex/rules
 * @throws {IdentikitError} `CLIENT_INCAPABLE` for a command with a word that stands for any, which no rule of it can name
 */
export function codexRules({ commandsDenied }: Pick<ToolRules, "commandsDenied">): string {
  const rules = commandsDenied.map((command) => {
    const words = command.trim().split(/\s+/);
    if (words.some((word) => /[*"'`$\\;|&<>(){}[\]?~#!]/.test(word)))
      throw incapable(
        "Codex",
        `cannot be kept from the command ${JSON.stringify(command)}: its rules name words as they are`,
        "Write the command's first words without * and quotes.",
      );
    return `prefix_rule(pattern=${JSON.stringify(words)}, decision="forbidden")\n`;
  });
  return rules.join("");
}
