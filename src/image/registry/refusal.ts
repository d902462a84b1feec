import { IdentikitError, type RetryPolicy } from "../../fault/error.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { shortened, visible } from "../../fault/visible.ts";

/** An answer that is not the one hoped for. */
export interface Refusal {
  readonly registry: string;
  /** What was asked for, after "to": "the manifest of tag v1". */
  readonly what: string;
  readonly status: number;
  /** The answer's body, as far as it was read. */
  readonly body: string;
  /** Whether a credential was sent; left out where none could have been. */
  readonly hadCredential?: boolean;
  /** Whether any refusal is one of the credential, as with a token server; else 401 and 403 are. */
  readonly isDenial?: boolean;
}

/** The fault for an answer that trying again will not change. */
export function refusedBy(refusal: Refusal): IdentikitError {
  const { registry, what, status } = refusal;
  const message = `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}`;
  if (status === 401 || (refusal.isDenial && status !== 403)) {
    return new IdentikitError("REGISTRY_DENIED", message, {
      remedy: refusal.hadCredential
        ? "Check the credential for this registry: it is wrong, has run out, or may not do this."
        : "No credential for this registry was found: give a user name and password, or log in with `docker login`.",
    });
  }
  if (status === 403) {
    return new IdentikitError("REGISTRY_DENIED", message, {
      remedy: "Use a credential that may do this in this repository.",
    });
  }
  return new IdentikitError("REGISTRY_REFUSED", message, {
    remedy:
      status === 413
        ? "Raise the size that the registry, or the proxy before it, accepts."
        : "Read the registry's reason; its own log says more.",
  });
}

/** The fault for an answer that may be another one later. */
export function failedAt(refusal: Refusal, retry: RetryPolicy): IdentikitError {
  const { registry, what, status } = refusal;
  const afterMs = retry.kind === "later" ? retry.afterMs : undefined;
  const wait = !afterMs ? "" : `; it asks for ${Math.ceil(afterMs / 1000)} s of patience`;
  return new IdentikitError(
    "REGISTRY_UNREACHABLE",
    `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}${wait}`,
    { remedy: "Run again later; what was sent so far is kept or sent again.", retry },
  );
}

/** The longest part of a registry's own words that goes into a message, in characters. */
const longestReason = 300;

/** The registry's own words as `: CODE: message`, or nothing; they come from outside, so only what is seen is kept. */
export function reasonIn(body: string): string {
  const text = wordsOf(errorTexts(body).join("; "));
  return text === "" ? "" : `: ${text}`;
}

/** Text from another program as one short line without control characters: they could forge lines of a log. */
export function wordsOf(text: string): string {
  return shortened(visible(text.trim()), longestReason);
}

/** Distribution's `{"errors": [{"code", "message"}]}`, OAuth's `{"error", "error_description"}`, or short plain text. */
function errorTexts(body: string): string[] {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return /^\s*</.test(body) ? [] : [body];
  }
  if (typeof document !== "object" || document === null) return [];
  const { errors, error, error_description, details, message } = fieldsOf(document);
  if (Array.isArray(errors))
    return errors
      .slice(0, 5)
      .map(errorText)
      .filter((text) => text !== "");
  return [error, error_description ?? details ?? message].filter((text) => typeof text === "string");
}

function errorText(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  const { code, message } = fieldsOf(error);
  return [code, message].filter((text) => typeof text === "string" && text !== "").join(": ");
}
