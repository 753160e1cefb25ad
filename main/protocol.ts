import { readFile } from "node:fs/promises";
import { protocol } from "electron";
import { contentSecurityPolicy, findAsset, scheme } from "./assets";

/** Must be called before the app is ready: gives the pages a proper origin of their own. */
export function registerScheme() {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true } },
  ]);
}

/** Serves the pages from a folder, with the headers that keep them harmless. */
export function servePages(root: string) {
  protocol.handle(scheme, async ({ method, url }) => {
    const asset = method === "GET" ? findAsset(root, url) : null;
    const body = asset && (await readFile(asset.file).catch(() => null));
    if (!asset || !body) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(body), {
      headers: {
        "Content-Type": asset.type,
        "Content-Security-Policy": contentSecurityPolicy,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
      },
    });
  });
}
