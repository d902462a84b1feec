import type { InputSchema } from "./tool.ts";

/**
 * Whether a value is as a schema says; what is wrong first, with its place, so that an agent can put it right at once. It knows the
 * keywords that zod writes for requests, and takes what it does not know: the supervisor reads every line with zod itself.
 *
 * Written here and not taken from a package: the server is one file that runs with whatever Node.js is beside the agent.
 */
export function inputProblem(schema: InputSchema, value: unknown, place = "arguments"): string | undefined {
  const options = schema.anyOf;
  if (Array.isArray(options)) {
    const problems = options.map((option: unknown) =>
      isObject(option) ? inputProblem(option, value, place) : undefined,
    );
    return problems.includes(undefined) ? undefined : problems[0];
  }
  if ("const" in schema && value !== schema.const) return `${place} must be ${JSON.stringify(schema.const)}`;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    return `${place} must be one of ${schema.enum.join(", ")}`;
  switch (schema.type) {
    case "string":
      return typeof value === "string" ? textProblem(schema, value, place) : `${place} must be a text`;
    case "integer":
    case "number":
      return numberProblem(schema, value, place);
    case "boolean":
      return typeof value === "boolean" ? undefined : `${place} must be true or false`;
    case "null":
      return value === null ? undefined : `${place} must be null`;
    case "array":
      return Array.isArray(value) ? listProblem(schema, value, place) : `${place} must be a list`;
    case "object":
      return isObject(value) ? objectProblem(schema, value, place) : `${place} must be an object`;
    default:
      return undefined;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bound(schema: InputSchema, keyword: string, otherwise: number): number {
  const value = schema[keyword];
  return typeof value === "number" ? value : otherwise;
}

function textProblem(schema: InputSchema, value: string, place: string): string | undefined {
  const [least, most] = [bound(schema, "minLength", 0), bound(schema, "maxLength", Number.POSITIVE_INFINITY)];
  if (value.length < least) return `${place} must have at least ${least} characters`;
  if (value.length > most) return `${place} must have at most ${most} characters`;
  const { pattern } = schema;
  if (typeof pattern === "string" && !new RegExp(pattern).test(value))
    return `${place} must match ${pattern}`;
  return undefined;
}

function numberProblem(schema: InputSchema, value: unknown, place: string): string | undefined {
  if (typeof value !== "number" || (schema.type === "integer" && !Number.isSafeInteger(value)))
    return `${place} must be a ${schema.type === "integer" ? "whole " : ""}number`;
  const [least, most] = [
    bound(schema, "minimum", Number.NEGATIVE_INFINITY),
    bound(schema, "maximum", Number.POSITIVE_INFINITY),
  ];
  return value < least || value > most ? `${place} must be from ${least} to ${most}` : undefined;
}

function listProblem(schema: InputSchema, value: readonly unknown[], place: string): string | undefined {
  const [least, most] = [bound(schema, "minItems", 0), bound(schema, "maxItems", Number.POSITIVE_INFINITY)];
  if (value.length < least || value.length > most) return `${place} must have from ${least} to ${most} items`;
  const { items } = schema;
  if (!isObject(items)) return undefined;
  for (const [at, item] of value.entries()) {
    const problem = inputProblem(items, item, `${place}[${at}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function objectProblem(
  schema: InputSchema,
  value: { readonly [key: string]: unknown },
  place: string,
): string | undefined {
  const properties = isObject(schema.properties) ? schema.properties : {};
  for (const key of Array.isArray(schema.required) ? schema.required : [])
    if (value[String(key)] === undefined) return `${place}.${key} is missing`;
  for (const [key, item] of Object.entries(value)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (isObject(property)) {
      const problem = inputProblem(property, item, `${place}.${key}`);
      if (problem !== undefined) return problem;
    } else if (schema.additionalProperties === false) return `${place}.${key} is not known`;
  }
  return undefined;
}
