import { z } from "zod";
import { suggestion } from "../../fault/nearest.ts";
import { visible } from "../../fault/visible.ts";

/** The events that the client knows (2.1.330). It ignores a hook of another one, whatever that was to prevent. */
export const hookEvents = [
  "PreToolUse",
  "PostToolUse",
  "PostToolUseFailure",
  "PostToolBatch",
  "Notification",
  "UserPromptSubmit",
  "UserPromptExpansion",
  "SessionStart",
  "SessionEnd",
  "Stop",
  "StopFailure",
  "SubagentStart",
  "SubagentStop",
  "PreCompact",
  "PostCompact",
  "PreModelSwitch",
  "PostModelSwitch",
  "PermissionRequest",
  "PermissionDenied",
  "Setup",
  "TeammateIdle",
  "TaskCreated",
  "TaskCompleted",
  "Elicitation",
  "ElicitationResult",
  "ConfigChange",
  "WorktreeCreate",
  "WorktreeRemove",
  "InstructionsLoaded",
  "CwdChanged",
  "FileChanged",
  "DirectoryAdded",
  "MessageDisplay",
] as const;

/** One hook as the client runs it; other kinds of it have other keys, which are let through. */
const hook = z
  .looseObject({ type: z.string().min(1), command: z.string().min(1).optional() })
  .refine(({ type, command }) => type !== "command" || command !== undefined, "has no command");

const matchers = z.array(z.looseObject({ matcher: z.string().optional(), hooks: z.array(hook) }));

const text = z.string().min(1);
const rules = z.array(text);

/** The settings that have one key of their own. */
const whole: Readonly<Record<string, z.ZodType>> = {
  model: text,
  outputStyle: text,
  "permissions.allow": rules,
  "permissions.deny": rules,
  "permissions.ask": rules,
  "permissions.additionalDirectories": rules,
  "permissions.defaultMode": text,
  "permissions.disableBypassPermissionsMode": z.literal("disable"),
};

/** The settings of which there is one for each name. */
const named: Readonly<Record<string, readonly [name: RegExp, value: z.ZodType]>> = {
  env: [/^[A-Za-z_][A-Za-z0-9_]*$/, z.string()],
  hooks: [new RegExp(`^(?:${hookEvents.join("|")})$`), matchers],
};

/**
 * The shape of the setting that a row's key names, `undefined` for a key that no setting has. A key is the path of one member of the
 * settings: `model`, `permissions.allow`, `env.NAME`, `hooks.EVENT`. A row owns that member whole, and nothing beside it.
 */
export function settingShape(key: string): z.ZodType | undefined {
  const own = Object.hasOwn(whole, key) ? whole[key] : undefined;
  if (own) return own;
  const [group, name] = settingPath(key);
  const found = Object.hasOwn(named, group) ? named[group] : undefined;
  return found && name !== undefined && found[0].test(name) ? found[1] : undefined;
}

/** What is wrong with the key of a setting; `undefined` for a good one. */
export function settingKeyProblem(key: string): string | undefined {
  if (settingShape(key)) return undefined;
  const known = [...Object.keys(whole), ...hookEvents.map((event) => `hooks.${event}`)];
  const there = [...Object.keys(whole), "env.NAME", "hooks.EVENT"].join(", ");
  return `no setting is called ${visible(key)}${suggestion(key, known)} (there are ${there})`;
}

/** Where a setting stands in the client's file: one key, or a key in the object of another. */
export function settingPath(key: string): readonly [string] | readonly [string, string] {
  const dot = key.indexOf(".");
  return dot === -1 ? [key] : [key.slice(0, dot), key.slice(dot + 1)];
}

/** True where a secret's placeholder may stand in a setting. */
export function maySettingNameSecrets(key: string): boolean {
  return key.startsWith("env.");
}
