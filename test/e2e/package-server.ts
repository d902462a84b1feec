import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { listenAlone } from "../services/free-port.ts";

const lockFile = z.object({ packages: z.record(z.string(), z.object({ version: z.string() })) });

/** A registry of npm packages on loopback that has exactly the packages that one repository has installed, so that npm needs no network. */
export class PackageServer implements AsyncDisposable {
  readonly #server: Server;
  /** By name, the directory of each version. */
  readonly #packages = new Map<string, Map<string, string>>();

  private constructor(repository: string) {
    const { packages } = lockFile.parse(read(join(repository, "package-lock.json")));
    for (const [path, { version }] of Object.entries(packages)) {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const versions = this.#packages.get(name) ?? new Map<string, string>();
      this.#packages.set(name, versions.set(version, join(repository, path)));
    }
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? "/", this.url).pathname).slice(1);
      const [name = "", version] = path.split("/-/");
      const answer = version ? this.#archive(name, version) : this.#description(name);
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(answer);
    });
  }

  /** @param repository where `package-lock.json` and `node_modules` are */
  static async start(repository: string): Promise<PackageServer> {
    const started = new PackageServer(repository);
    await listenAlone(started.#server);
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  #archive(name: string, version: string): Buffer | undefined {
    const directory = this.#packages.get(name)?.get(version);
    if (directory === undefined) return undefined;
    return execFileSync("tar", ["-cz", "--transform=s,^\\.,package,", "-C", directory, "."], {
      maxBuffer: 1 << 28,
    });
  }

  #description(name: string): string | undefined {
    const known = [...(this.#packages.get(name) ?? [])].filter(([, path]) => existsSync(path));
    if (known.length === 0) return undefined;
    const versions = known.map(([version, path]) => {
      const dist = { tarball: `${this.url}${name}/-/${version}` };
      return [version, { ...read(join(path, "package.json")), dist }];
    });
    return JSON.stringify({
      name,
      "dist-tags": { latest: known[0]?.[0] },
      versions: Object.fromEntries(versions),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

function read(path: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, "utf8")));
}
