import fs from "node:fs";
import path from "node:path";

/**
 * Tells node-gyp to compile against the headers that came with this Node, if any did; it would
 * download them otherwise.
 * @returns {NodeJS.ProcessEnv}
 */
export function nodeHeaders() {
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  const found = fs.existsSync(path.join(prefix, "include", "node", "node.h"));
  return found ? { npm_config_nodedir: prefix } : {};
}
