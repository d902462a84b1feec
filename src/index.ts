export { IdentikitError } from "./fault/error.ts";
