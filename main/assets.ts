import { readFile, realpath } from "node:fs/promises";
import { extname, isAbsolute, join, relative, resolve } from "node:path";

/** Where the page comes from: `app://lab/index.html`. */
export const scheme = "app";
export const origin = `${scheme}://lab`;
export const startPage = `${origin}/index.html`;

/** Nothing from anywhere but the program itself, and no code made from text. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

export interface Asset {
  file: string;
  type: string;
}

/**
 * The file that an address names.
 * @param root folder with the pages
 * @returns null for another origin, a path out of the folder and a type that no page is made of
 */
export function findAsset(root: string, address: string): Asset | null {
  try {
    const url = new URL(address);
    if (`${url.protocol}//${url.host}` !== origin) return null;
    const path = decodeURIComponent(url.pathname);
    if (/[\0\\:]/.test(path)) return null;
    const file = resolve(root, join(".", path));
    if (!isWithin(root, file)) return null;
    const type = types[extname(file)];
    return type ? { file, type } : null;
  } catch {
    // No address at all, or a percent sign with nothing behind it.
    return null;
  }
}

/** The bytes of that file; null where there is none, and where a link leads out of the folder. */
export async function readAsset(root: string, address: string) {
  const asset = findAsset(root, address);
  if (!asset) return null;
  try {
    const file = await realpath(asset.file);
    if (!isWithin(await realpath(root), file)) return null;
    return { type: asset.type, body: new Uint8Array(await readFile(file)) };
  } catch {
    return null;
  }
}

function isWithin(folder: string, file: string) {
  const inside = relative(folder, file);
  return !inside.startsWith("..") && !isAbsolute(inside);
}
