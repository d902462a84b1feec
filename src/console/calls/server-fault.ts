import { fieldsOf, isRecord } from "../../fault/thrown.ts";

/** One thing that the server has against what was sent. */
export interface FieldReason {
  /** A path such as `spec.adapter.name`; empty where it is about the whole. */
  readonly field: string;
  readonly message: string;
}

/** A refusal of the API, as a page shows it. */
export interface ServerFault {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly reasons: readonly FieldReason[];
}

/** Reads a refusal in either of the API's two forms: `{ error }`, or the Status of Kubernetes' protocol. */
export function serverFault(status: number, body: unknown): ServerFault {
  const { error } = fieldsOf(body);
  return isRecord(error) ? shortFault(status, error) : statusFault(status, fieldsOf(body));
}

function shortFault(
  status: number,
  { code, message, remedy, reasons }: Readonly<Record<string, unknown>>,
): ServerFault {
  const words = Array.isArray(reasons) && reasons.length > 0 ? reasons.map(String) : [textOr(message, "")];
  return {
    ...{ status, code: textOr(code, "INTERNAL"), message: textOr(message, "the server did not say why") },
    ...(typeof remedy === "string" ? { remedy } : {}),
    reasons: words.flatMap((word) => {
      const [, field, rest = ""] = /^([A-Za-z$][\w.[\]-]*): (.*)$/s.exec(word) ?? [];
      return field === undefined ? [] : [{ field, message: rest }];
    }),
  };
}

/** A status has the fault of ours that led to it as its cause, with a code in capitals. */
function statusFault(
  status: number,
  { reason, message, details }: Readonly<Record<string, unknown>>,
): ServerFault {
  const { causes } = fieldsOf(details);
  const all = Array.isArray(causes) ? causes.filter(isRecord) : [];
  const own = all.map((cause) => textOr(cause.reason, "")).find((word) => /^[A-Z][A-Z_]+$/.test(word));
  return {
    status,
    code: own ?? codes[textOr(reason, "")] ?? "INTERNAL",
    message: textOr(message, "the server did not say why"),
    reasons: [
      ...all.map((cause) => ({ field: textOr(cause.field, ""), message: textOr(cause.message, "") })),
      ...strictReasons(textOr(message, "")),
    ],
  };
}

/** Strict validation names unknown fields in its message only (Kubernetes API concepts, "Validation for unrecognized fields"). */
function strictReasons(message: string): FieldReason[] {
  if (!message.startsWith("strict decoding error: ")) return [];
  return [...message.matchAll(/unknown field "((?:[^"\\]|\\.)*)"/g)].map(([, field = ""]) => ({
    field: field.replaceAll('\\"', '"'),
    message: "There is no such field.",
  }));
}

const codes: Readonly<Record<string, string>> = {
  BadRequest: "RESOURCE_INVALID",
  Unauthorized: "AUTH_REQUIRED",
  Forbidden: "POLICY_DENIED",
  NotFound: "NOT_FOUND",
  AlreadyExists: "ALREADY_EXISTS",
  Conflict: "CONFLICT",
  Invalid: "RESOURCE_INVALID",
  RequestEntityTooLarge: "RESOURCE_TOO_LARGE",
  ServiceUnavailable: "DATABASE_BUSY",
};

function textOr(value: unknown, other: string): string {
  return typeof value === "string" ? value : other;
}
