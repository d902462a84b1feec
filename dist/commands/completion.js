import { allCommands } from "../start/identikit.js";
import { kebab, optionMeta } from "../start/faces.js";
// src/commands/completion/words.ts
const common = [
	{
		name: "--json",
		description: "print one JSON document"
	},
	{
		name: "--quiet",
		description: "say nothing while working"
	},
	{
		name: "--verbose",
		description: "say more"
	},
	{
		name: "--help",
		description: "show help"
	}
];
function completedCommands(commands) {
	return commands.map(({ name, summary, options }) => {
		const flags = [];
		const positionals = [];
		for (const [key, schema] of Object.entries(options.shape)) {
			const meta = optionMeta.get(schema);
			if (!meta) continue;
			const values = valuesOf(meta.value ?? "");
			if (meta.positional) positionals.push(values);
			else flags.push({
				name: `--${kebab(key)}`,
				description: firstSentence(meta.description),
				...meta.kind === "flag" ? {} : { values }
			});
		}
		return {
			name,
			summary: firstSentence(summary),
			flags: [...flags, ...common],
			positionals
		};
	});
}
function wordsAfter(commands, group) {
	const inside = commands.filter(({ name }) => group === void 0 || name.startsWith(`${group} `));
	const found = new Map();
	for (const { name, summary } of inside) {
		const rest = group === void 0 ? name : name.slice(group.length + 1);
		const [word = ""] = rest.split(" ");
		found.set(word, word === rest ? summary : `commands of ${word}`);
	}
	return [...found].map(([name, summary]) => ({
		name,
		summary
	}));
}
function groupsOf(commands) {
	const first = commands.filter(({ name }) => name.includes(" ")).map(({ name }) => name.split(" ")[0] ?? "");
	return [...new Set(first)];
}
function valuesOf(value) {
	if (/^[a-z0-9_-]+(\|[a-z0-9_-]+)+$/.test(value)) return {
		kind: "words",
		words: value.split("|")
	};
	return /FILE|DIR|PATH/.test(value) ? { kind: "files" } : { kind: "anything" };
}
function firstSentence(text) {
	return text.replace(/[.;:](\s.*)?$/s, "").replace(/\s+/g, " ");
}
// src/commands/completion/bash.ts
function bashScript(commands) {
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
${groups.map((group) => groupCase$1(commands, group)).join("\n")}
  esac
  case "$command" in
${commands.map(commandCase$1).join("\n")}
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
function groupCase$1(commands, group) {
	return `    ${group})
      if [ "$COMP_CWORD" -eq 2 ]; then _identikit_words "${words(wordsAfter(commands, group))} --help"; return; fi
      command="$first \${COMP_WORDS[2]}" at=3 ;;`;
}
function commandCase$1({ name, flags, positionals }) {
	const taking = flags.flatMap((flag) => flag.values ? [{
		...flag,
		values: flag.values
	}] : []);
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
function complete(values) {
	switch (values.kind) {
		case "words": return `_identikit_words "${values.words.join(" ")}"`;
		case "files": return "_identikit_files";
		case "anything": return ":";
	}
}
function words(list) {
	return list.map(({ name }) => name).join(" ");
}
// src/commands/completion/fish.ts
function fishScript(commands) {
	const top = wordsAfter(commands).map(({ name, summary }) => `complete -c identikit -n __fish_use_subcommand -f -a ${name} -d ${quoted$1(summary)}`);
	const grouped = groupsOf(commands).flatMap((group) => {
		const inside = wordsAfter(commands, group);
		const none = `__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${inside.map(({ name }) => name).join(" ")}`;
		return inside.map(({ name, summary }) => `complete -c identikit -n ${quoted$1(none)} -f -a ${name} -d ${quoted$1(summary)}`);
	});
	return `${[
		"# Completion of identikit for fish. Generated: identikit completion fish",
		...top,
		...grouped,
		...commands.flatMap(commandLines)
	].join("\n")}\n`;
}
function commandLines({ name, flags, positionals }) {
	const on = `complete -c identikit -n ${quoted$1(name.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`).join("; and "))}`;
	const words = positionals.flatMap((values) => values.kind === "words" ? values.words : []);
	return [...flags.map(({ name: flag, description, values }) => {
		const value = values === void 0 ? "" : values.kind === "files" ? " -r -F" : " -x";
		const list = values?.kind === "words" ? ` -a ${quoted$1(values.words.join(" "))}` : "";
		return `${on} -l ${flag.slice(2)}${value}${list} -d ${quoted$1(description)}`;
	}), ...words.length > 0 ? [`${on} -f -a ${quoted$1(words.join(" "))}`] : []];
}
function quoted$1(text) {
	return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
// src/commands/completion/zsh.ts
function zshScript(commands) {
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
function groupCase(commands, group) {
	return `    ${group})
      if (( CURRENT == 3 )); then names=(${described(wordsAfter(commands, group))}); _describe command names; return; fi
      command="$command $words[3]" at=3 ;;`;
}
function commandCase({ name, flags, positionals }) {
	const specs = [...flags.map(({ name: flag, description, values }) => quoted(`*${flag}[${escaped(description)}]${values ? `:value:${action(values)}` : ""}`)), ...positionals.map((values, index) => quoted(`${index + 1}:value:${action(values)}`))];
	return `    ${quoted(name)}) _arguments ${specs.join(" ")} ;;`;
}
function action(values) {
	if (values.kind === "words") return `(${values.words.join(" ")})`;
	return values.kind === "files" ? "_files" : " ";
}
function described(list) {
	return list.map(({ name, summary }) => quoted(`${name}:${escaped(summary)}`)).join(" ");
}
function escaped(text) {
	return text.replace(/[[\]:\\]/g, "\\$&");
}
function quoted(text) {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
// src/commands/completion/body.ts
const scripts = {
	bash: bashScript,
	zsh: zshScript,
	fish: fishScript
};
async function run(_context, { shell }) {
	const script = scripts[shell](completedCommands(allCommands));
	return {
		outputs: {
			shell,
			script
		},
		account: [],
		document: script
	};
}
export { run };
