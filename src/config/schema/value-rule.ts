/**
 * What the text of a row's `value` may be, the same for both databases and for every reader: one line of JSON (RFC 8259) that
 * all of them understand alike and that comes back with the same bytes. Besides being JSON,
 * - it is UTF-8, at most {@link maxValueBytes}, without NUL, be it written as `\u0000` (PostgreSQL has no text with it);
 * - it escapes no half of a surrogate pair (no UTF-8 can hold one);
 * - it is nested at most {@link maxValueDepth} levels deep;
 * - no object has a key twice (SQLite takes the first, JavaScript the last);
 * - its numbers are written as JavaScript writes them, since it rewrites the agent client's files: no exponent, no `-0`, no zero at
 *   the end of a fraction, nothing below 0.000001 but zero, at most 15 digits that count, or a whole number up to 2^53 - 1.
 *
 * White space, the order of keys and the other escapes are free: they stay as they are.
 */
export const maxValueBytes: number = 8 * 1024 * 1024;

/** The most bytes of an object of the agent platform: of what is declared or recorded of it, and of its status. */
export const maxObjectBytes: number = 1024 * 1024;

/** How deep a value may be nested; a string or number is 0 deep, `[]` is 1. */
export const maxValueDepth = 64;

/** How long a key of a row may be, in characters. */
export const maxKeyLength = 256;

/** The digits that any reader keeps of a number. */
export const exactDigits = 15;

/** The largest number up to which every whole number is exact, which has one digit more. */
export const largestExact = "9007199254740991";

/** The most characters of a sealed value: 1 MiB and its margin in base64. */
export const maxCiphertextLength: number = 2 * 1024 * 1024;
