/**
 * Every code that an {@link IdentikitError} can carry, with the one-line meaning that the reference prints.
 * Codes are part of the outward contract: they are added, never renamed.
 */
export const faultCodes = {
  USAGE: "the command line or an input is wrong",
  INTERNAL: "a defect of Identikit itself",
  CANCELLED: "the run was stopped before it was done",
  SSOT_MISSING: "no source of truth where one is needed",
  SETTINGS_INVALID: "identikit.yaml does not have the shape it must have",
  MANIFEST_INVALID: "manifest.json does not have the shape it must have",
  DOCUMENT_INVALID: "a JSON or YAML file is malformed or does not have its shape",
  FILE_UNREADABLE: "a file or directory could not be read",
  FILE_UNWRITABLE: "a file or directory could not be written",
  PATH_ESCAPES: "a path leads out of the place it belongs to",
  PATH_UNSAFE: "a path has a form that some file system would read as another",
  PATH_COLLIDES: "two paths are one path on some file system",
  PATH_LINKED: "a link stands where a file or directory of ours must be",
  ENTRY_TYPE: "a link or special file stands where a regular file must be",
  LOCK_HELD: "another run holds the place",
} as const;

/** A stable code from the closed list {@link faultCodes}. */
export type FaultCode = keyof typeof faultCodes;
