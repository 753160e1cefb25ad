import { protocol } from "electron";
import { contentSecurityPolicy, readAsset, scheme } from "./assets";

/** Must be called before the app is ready: gives the pages a proper origin of their own. */
export function registerScheme() {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true } },
  ]);
}

/** Serves the pages from a folder, with the headers that keep them harmless. */
export function servePages(root: string) {
  protocol.handle(scheme, async ({ method, url }) => {
    const asset = method === "GET" ? await readAsset(root, url) : null;
    if (!asset) return new Response(null, { status: 404 });
    return new Response(asset.body, {
      headers: {
        "Content-Type": asset.type,
        "Content-Security-Policy": contentSecurityPolicy,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
      },
    });
  });
}
