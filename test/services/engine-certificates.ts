import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the two ends of an engine's connection have their keys and certificates: `ca.pem`, `cert.pem`, `key.pem`. */
export interface EngineCertificates {
  readonly server: string;
  readonly client: string;
}

/** An authority, and certificates of it for an engine on 127.0.0.1 and for its client, made by `openssl`. */
export function engineCertificates(directory: string): EngineCertificates {
  const openssl = (...args: readonly string[]) =>
    execFileSync("openssl", args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca-key.pem",
    "-out",
    "ca.pem",
    "-days",
    "2",
    "-subj",
    "/CN=test-authority",
  );
  const sign = (name: string, extensions: string): string => {
    const place = join(directory, name);
    mkdirSync(place);
    writeFileSync(join(place, "extensions"), extensions);
    openssl(
      "req",
      ...key,
      "-keyout",
      `${name}/key.pem`,
      "-out",
      `${name}/request.pem`,
      "-subj",
      `/CN=${name}`,
    );
    const authority = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial"];
    const signed = [
      "-in",
      `${name}/request.pem`,
      "-out",
      `${name}/cert.pem`,
      "-extfile",
      `${name}/extensions`,
    ];
    openssl("x509", "-req", "-days", "2", ...authority, ...signed);
    openssl("x509", "-in", "ca.pem", "-out", `${name}/ca.pem`);
    return place;
  };
  return {
    server: sign("server", "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"),
    client: sign("client", "extendedKeyUsage=clientAuth\n"),
  };
}
