import { type CompletedWord, groupsOf, type Values, wordsAfter } from "./words.ts";

/** A script for zsh's own completion system. */
export function zshScript(commands: readonly CompletedWord[]): string {
  const groups = groupsOf(commands);
  return `#compdef identikit
# Completion of identikit for zsh. Generated: identikit completion zsh
_identikit() {
  local -a names
  local command="$words[2]" at=2
  if (( CURRENT == 2 )); then
    names=(${described(wordsAfter(commands))})
    _describe command names
    return
  fi
  case "$command" in
${groups.map((group) => groupCase(commands, group)).join("\n")}
  esac
  shift $((at - 1)) words
  (( CURRENT -= at - 1 ))
  case "$command" in
${commands.map(commandCase).join("\n")}
  esac
}
if [[ "$funcstack[1]" == _identikit ]]; then _identikit "$@"; else compdef _identikit identikit; fi
`;
}

function groupCase(commands: readonly CompletedWord[], group: string): string {
  return `    ${group})
      if (( CURRENT == 3 )); then names=(${described(wordsAfter(commands, group))}); _describe command names; return; fi
      command="$command $words[3]" at=3 ;;`;
}

function commandCase({ name, flags, positionals }: CompletedWord): string {
  const specs = [
    ...flags.map(({ name: flag, description, values }) =>
      quoted(`*${flag}[${escaped(description)}]${values ? `:value:${action(values)}` : ""}`),
    ),
    ...positionals.map((values, index) => quoted(`${index + 1}:value:${action(values)}`)),
  ];
  return `    ${quoted(name)}) _arguments ${specs.join(" ")} ;;`;
}

function action(values: Values): string {
  if (values.kind === "words") return `(${values.words.join(" ")})`;
  return values.kind === "files" ? "_files" : " ";
}

function described(list: readonly { readonly name: string; readonly summary: string }[]): string {
  return list.map(({ name, summary }) => quoted(`${name}:${escaped(summary)}`)).join(" ");
}

/** What ends a description in the specifications of `_arguments` and `_describe`. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
