import { IdentikitError } from "../../fault/error.ts";
import { shortened, visible } from "../../fault/visible.ts";

/** What no ref has in it: git-check-ref-format(1), and any character that cannot be seen. */
const forbidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s~^:?*[\\]|\.\.|@\{|\/\/|\/$|^\/|(^|\/)\.|\.$|\.lock(\/|$)|^@$/u;
const mostCharacters = 300;

/**
 * The name of a branch or tag that is safe to hand on.
 * @throws {IdentikitError} `REF_UNSAFE` for one that git refuses, and for one that begins with `-`, which programs read as an option
 */
export function safeRefName(name: string): string {
  const isOption = name.startsWith("-");
  if (!isOption && name !== "" && [...name].length <= mostCharacters && !forbidden.test(name)) return name;
  const why = isOption
    ? "begins with -, so programs read it as an option"
    : "is not a name that git allows for a ref";
  throw new IdentikitError("REF_UNSAFE", `the branch or tag "${visible(shortened(name, 100))}" ${why}`, {
    remedy: "Nothing is started for it. Give the branch or tag another name.",
  });
}

/** A ref as payloads have it: full, or the name of a branch. @throws {IdentikitError} `REF_UNSAFE` */
export function readRef(ref: string): {
  readonly ref: string;
  readonly branch?: string;
  readonly tag?: string;
} {
  const [, kind, name = ref] = /^refs\/(heads|tags)\/(.*)$/s.exec(ref) ?? [];
  if (kind === undefined && ref.startsWith("refs/")) return { ref: `refs/${safeRefName(ref.slice(5))}` };
  const safe = safeRefName(name);
  return kind === "tags"
    ? { ref: `refs/tags/${safe}`, tag: safe }
    : { ref: `refs/heads/${safe}`, branch: safe };
}
