/** `npm run docs`: the documents as a site of plain files, in dist/docs. */
import path from "node:path";
import { writeSite } from "./docs/site.mjs";
import { PROJECT } from "./project.mjs";

const folder = path.join(PROJECT, "dist", "docs");
writeSite(PROJECT, folder);
process.stdout.write(`${path.join(folder, "index.html")}\n`);
