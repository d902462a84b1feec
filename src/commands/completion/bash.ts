import { type CompletedWord, groupsOf, type Values, wordsAfter } from "./words.ts";

/** A script for bash 3.2 and newer; it needs nothing but bash. */
export function bashScript(commands: readonly CompletedWord[]): string {
  const groups = groupsOf(commands);
  return `# Completion of identikit for bash. Generated: identikit completion bash
_identikit() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local first="\${COMP_WORDS[1]}" command at=2
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _identikit_words "${words(wordsAfter(commands))} --help --version"
    return
  fi
  command="$first"
  case "$first" in
${groups.map((group) => groupCase(commands, group)).join("\n")}
  esac
  case "$command" in
${commands.map(commandCase).join("\n")}
  esac
}
_identikit_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
_identikit_files() { COMPREPLY=($(compgen -f -- "$current")); }
_identikit_argument() {
  # Words that are no flags and no values of flags, between the command and the one that is being typed.
  local index word skip=0
  position=0
  for ((index = at; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [ "$skip" -eq 1 ]; then skip=0
    elif [[ " $1 " == *" $word "* ]]; then skip=1
    elif [[ "$word" != -* ]]; then position=$((position + 1))
    fi
  done
}
complete -o filenames -F _identikit identikit
`;
}

function groupCase(commands: readonly CompletedWord[], group: string): string {
  return `    ${group})
      if [ "$COMP_CWORD" -eq 2 ]; then _identikit_words "${words(wordsAfter(commands, group))} --help"; return; fi
      command="$first \${COMP_WORDS[2]}" at=3 ;;`;
}

function commandCase({ name, flags, positionals }: CompletedWord): string {
  const taking = flags.flatMap((flag) => (flag.values ? [{ ...flag, values: flag.values }] : []));
  const values = taking.map((flag) => `        ${flag.name}) ${complete(flag.values)}; return ;;`);
  const names = flags.map((flag) => flag.name).join(" ");
  const argument = positionals.map((value, index) => `          ${index}) ${complete(value)} ;;`);
  return `    "${name}")
      case "$previous" in
${[...values, "        *) ;;"].join("\n")}
      esac
      if [[ "$current" == -* ]]; then _identikit_words "${names}"; return; fi
      local position; _identikit_argument "${taking.map((flag) => flag.name).join(" ")}"
      case "$position" in
${[...argument, "          *) ;;"].join("\n")}
      esac ;;`;
}

function complete(values: Values): string {
  switch (values.kind) {
    case "words":
      return `_identikit_words "${values.words.join(" ")}"`;
    case "files":
      return "_identikit_files";
    case "anything":
      return ":";
  }
}

function words(list: readonly { readonly name: string }[]): string {
  return list.map(({ name }) => name).join(" ");
}
