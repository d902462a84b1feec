import { createHash } from "node:crypto";
import type { Digest } from "../../tree/digest.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { predicateTypes } from "../statements/predicate-types.ts";
import { hexOf, type Predicate } from "../statements/statement.ts";
import { packageOfCommand } from "./package-url.ts";

/** A program, or an address, that an agent gets its tools from. */
export interface BomServer {
  readonly name: string;
  /** What says that the agent gets it: a file of the template, or of the repository. */
  readonly from: string;
  readonly command?: string | undefined;
  readonly args?: readonly string[];
  readonly url?: string | undefined;
}

/** A plugin of the agent client. */
export interface BomPlugin {
  readonly name: string;
  readonly marketplace: string;
  /** Where the marketplace, or the plugin itself, comes from; without credentials. */
  readonly source?: string | undefined;
  readonly ref?: string | undefined;
}

/** Everything that an agent's identity is made of. */
export interface IdentityParts {
  readonly template: {
    readonly name: string;
    readonly repository?: string | undefined;
    readonly commit: string | null;
  };
  /** What is delivered of the template. */
  readonly assets: FileTree;
  /** Paths of the files that the prompt is made of. */
  readonly prompts: readonly string[];
  readonly skills: ReadonlyMap<string, FileTree>;
  readonly servers: readonly BomServer[];
  readonly plugins: readonly BomPlugin[];
  /** The release that makes the list. */
  readonly version: string;
}

type Part = Readonly<Record<string, unknown>>;

/**
 * The bill of materials of an identity in CycloneDX 1.6: the files of the prompt and the others, skills, MCP servers and plugins, each with
 * its digest or its source. The same parts give the same document: it has no clock, and its serial number follows from the parts.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials(parts: IdentityParts): Part {
  const { template, assets, version } = parts;
  const source = template.repository;
  const content = {
    metadata: {
      tools: { components: [{ type: "application", name: "identikit", version }] },
      component: {
        "bom-ref": "identity",
        type: "application",
        name: template.name,
        ...(template.commit === null ? {} : { version: template.commit }),
        hashes: hashes(assets.digest),
        ...(source ? { externalReferences: [{ type: "vcs", url: source }] } : {}),
        properties: kind("identity"),
      },
    },
    components: [
      ...fileParts(parts),
      ...skillParts(parts),
      ...parts.servers.filter(({ url }) => url === undefined).map(programPart),
      ...parts.plugins.map(pluginPart),
    ],
    services: parts.servers.flatMap(servicePart),
  };
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: serialOf(content),
    version: 1,
    ...content,
  };
}

/** The bill of materials as it is signed. */
export function bomStatement(parts: IdentityParts): Predicate {
  return { predicateType: predicateTypes.sbom, predicate: billOfMaterials(parts) };
}

function fileParts({ assets, prompts, skills }: IdentityParts): Part[] {
  const ofPrompt = new Set(prompts);
  const ofSkills = new Set(
    [...skills].flatMap(([name, files]) => [...files].map(({ path }) => `agent-skills/${name}/${path}`)),
  );
  return [...assets]
    .filter(({ path }) => !ofSkills.has(path))
    .map(({ path, digest }) => ({
      "bom-ref": `file:${path}`,
      type: "file",
      name: path,
      hashes: hashes(digest),
      properties: kind(ofPrompt.has(path) ? "prompt" : "config"),
    }));
}

function skillParts({ skills }: IdentityParts): Part[] {
  return [...skills].map(([name, files]) => ({
    "bom-ref": `skill:${name}`,
    type: "library",
    name,
    hashes: hashes(files.digest),
    properties: kind("skill"),
    components: [...files].map(({ path, digest }) => ({
      "bom-ref": `skill:${name}/${path}`,
      type: "file",
      name: path,
      hashes: hashes(digest),
    })),
  }));
}

function programPart({ name, from, command, args = [] }: BomServer): Part {
  const known = command === undefined ? undefined : packageOfCommand(command, args);
  return {
    "bom-ref": `mcp-server:${from}:${name}`,
    type: "application",
    name,
    ...(known?.version === undefined ? {} : { version: known.version }),
    ...(known ? { purl: known.purl } : {}),
    properties: [...kind("mcp-server"), { name: "identikit:command", value: command ?? "" }, origin(from)],
  };
}

function servicePart({ name, from, url }: BomServer): Part[] {
  if (url === undefined) return [];
  return [
    {
      "bom-ref": `mcp-server:${from}:${name}`,
      name,
      endpoints: [withoutSecrets(url)],
      properties: [...kind("mcp-server"), origin(from)],
    },
  ];
}

function pluginPart({ name, marketplace, source, ref }: BomPlugin): Part {
  return {
    "bom-ref": `plugin:${name}@${marketplace}`,
    type: "library",
    group: marketplace,
    name,
    ...(ref === undefined ? {} : { version: ref }),
    ...(source === undefined ? {} : { externalReferences: [{ type: "vcs", url: source }] }),
    properties: kind("plugin"),
  };
}

function origin(from: string): Part {
  return { name: "identikit:from", value: from };
}

function kind(value: string): Part[] {
  return [{ name: "identikit:kind", value }];
}

function hashes(digest: Digest): Part[] {
  return [{ alg: "SHA-256", content: hexOf(digest) }];
}

/** Queries and credentials of an address are nobody's business, and may hold a token. */
function withoutSecrets(address: string): string {
  const url = URL.parse(address);
  return url ? `${url.origin}${url.pathname}` : "urn:identikit:address-of-a-variable";
}

/** A UUID (RFC 9562, version 8) that follows from the content. */
function serialOf(content: Part): string {
  const hex = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join("-")}`;
}
