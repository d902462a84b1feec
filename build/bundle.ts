import { join } from "node:path";
import { makeDist } from "./make-dist.ts";

const root = join(import.meta.dirname, "..");

await makeDist(root, join(root, "dist"));
