import { execFileSync } from "node:child_process";
import type { KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A certificate that signs itself, made by `openssl` for a private key, in PEM.
 * @param name as a subject alternative name has it: `DNS:host` or `IP:address`
 */
export function certificateOf(key: KeyObject, name: string): string {
  const directory = mkdtempSync(join(tmpdir(), "identikit-certificate-"));
  try {
    writeFileSync(join(directory, "key.pem"), key.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    const subject = ["-subj", "/CN=identikit-test", "-addext", `subjectAltName=${name}`, "-days", "2"];
    const args = ["req", "-x509", "-new", "-key", "key.pem", ...subject, "-out", "cert.pem"];
    execFileSync("openssl", args, { cwd: directory, stdio: "ignore" });
    return readFileSync(join(directory, "cert.pem"), "utf8");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
