/** A variable that a line writes into some environment. */
export interface EnvWrite {
  readonly name: string;
  /** How it is written, in words. */
  readonly form: string;
}

const forms: readonly (readonly [form: string, expression: RegExp])[] = [
  // KEY=, env.KEY =, env["KEY"] ||=, ${KEY:=…}; a comparison is none, a constant of a program is none.
  [
    "an assignment",
    /(?<![\w$])(?<!\b(?:const|let|var|val|final)\s{1,9})([A-Za-z_]\w*)["'`\])]{0,4}\s{0,20}(?::|\?\??|\|\||\+)?=(?![=>~])/g,
  ],
  ["a key of a mapping", /(?<![\w$])([A-Za-z_]\w*)(?:["'`]\]?\s{0,20}:|\s{0,20}:(?=\s|$))/g],
  ["a key of a mapping", /^\s{0,200}\?\s{1,20}["']?([A-Za-z_]\w*)["']?\s*$/g],
  [
    "the name of a variable",
    /\b(?:name|key|variable|var|envvar)["'`]?\s{0,20}[:=]\s{0,20}["'`]?([A-Za-z_]\w*)["'`]?\s{0,20}(?=[,}\])#]|$)/gi,
  ],
  ["an item of a list of variables", /^\s{0,200}-\s{1,20}["']?([A-Za-z_]\w*)["']?\s{0,20}(?:#.*)?$/g],
  ["an instruction of a Dockerfile", /^\s{0,200}(?:ENV|ARG)\s{1,20}([A-Za-z_]\w*)/gi],
  [
    "an exported variable",
    /(?:^|[;&|]\s{0,20})\s{0,200}(?:export|declare\s{1,9}-\w*x\w*|typeset\s{1,9}-\w*x\w*)\s{1,20}([A-Za-z_]\w*)/g,
  ],
  [
    "an option of a command",
    /(?:^|[\s"'`[,])(?:-e|--env|--build-arg|--env-add|--set-env|--set|-v)["'`]?[\s,=]{1,20}["'`]?([A-Za-z_]\w*)/g,
  ],
  [
    "a call that sets a variable",
    /\b(?:setenv|putenv|set_var|setvar|set_env|setenvironmentvariable|addenv|set|setdefault|insert|put|append)\s{0,9}\(\s{0,20}["'`]([A-Za-z_]\w*)/gi,
  ],
  ["an entry of a mapping", /\[\s{0,20}["'`]([A-Za-z_]\w*)["'`]\s{0,20},/g],
];

const shorthand = /[{,]\s{0,20}([A-Za-z_]\w*)(?=\s{0,20}[,}])/g;

/** The variables that one reading of a line writes, be it a row, an env file, YAML, a Dockerfile, a shell script or a program. */
export function envWritesIn(text: string): EnvWrite[] {
  const written = forms.flatMap(([form, expression]) =>
    [...text.matchAll(expression)].map(([, name = ""]) => ({ name, form })),
  );
  // `{ KEY } = process.env` reads, `env: { ...process.env, KEY }` writes.
  if (/\}\s*=|^\s*(?:import|export)\b/.test(text)) return written;
  const short = [...text.matchAll(shorthand)].map(([, name = ""]) => ({ name, form: "a property" }));
  return [...written, ...short];
}
