/**
 * Electron's security checklist (electronjs.org, tutorial "Security"), in its order: each item by
 * number and name with a test that fails where it is not met. Item 19, the fuses, is read back from
 * the built program by tests/torture/package.test.ts.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestNames, type LabBridge } from "../../core/contract/api";
import { presetOf } from "../../core/experiment/presets";
import { contentSecurityPolicy } from "../../main/assets";
import { devDependencies } from "../../package.json";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

/** An address that would be asked if anything could; answered in the test itself where it must be. */
const outside = "http://outside.example/";

/** The settings of a page as Chromium has them; Electron's types leave the question out. */
interface Readable {
  getLastWebPreferences(): Record<string, unknown>;
}

let home: string;
let lab: Lab;
/** What each page is allowed: the main window's and the report's. */
let preferences: Record<string, unknown>[];

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home, [
    `--log-net-log=${join(home, "net.json")}`,
    // A camera and a microphone that would be there if they were allowed.
    "--use-fake-device-for-media-stream",
  ]);
  preferences = await readPreferences();
});

afterAll(async () => {
  await lab.quit();
  await removeHome(home);
});

/** Of every page that the lab opens, with the report of a run printed for it. */
async function readPreferences() {
  const { app, page } = lab;
  const spec = { ...presetOf("chebyshev").spec, name: "T3 short", steps: 20 };
  await ask(page, "queue.start", spec);
  await page.getByText("Finished").first().waitFor();
  await app.evaluate(
    ({ app, dialog, webContents }, filePath) => {
      const read = (page: unknown) =>
        (page as Readable).getLastWebPreferences();
      const found = webContents.getAllWebContents().map(read);
      Object.assign(globalThis, { found });
      app.on("web-contents-created", (_event, made) =>
        made.once("did-finish-load", () => found.push(read(made))),
      );
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    },
    join(home, "report.pdf"),
  );
  expect(await ask(page, "files.report", { run: 1 })).toMatchObject({
    ok: true,
  });
  const read = await app.evaluate(
    () => (globalThis as unknown as { found: Record<string, unknown>[] }).found,
  );
  expect(read).toHaveLength(2);
  return read;
}

/** Text of the program's own source files, by name. */
async function sources(): Promise<[file: string, text: string][]> {
  const rooms = await Promise.all(
    ["core", "main", "renderer"].map(async (room) =>
      (await readdir(room, { recursive: true }))
        .filter((name) => /\.(ts|svelte|html|css)$/.test(name))
        .map((name) => join(room, name)),
    ),
  );
  return Promise.all(
    rooms
      .flat()
      .map(async (file) => [file, await readFile(file, "utf8")] as const),
  ) as Promise<[string, string][]>;
}

async function filesWith(pattern: RegExp): Promise<string[]> {
  const found = (await sources()).filter(([, text]) => pattern.test(text));
  return found.map(([file]) => file);
}

/** Each page in turn is asked for this setting. */
function everyPage(expected: Record<string, unknown>) {
  for (const page of preferences) expect(page).toMatchObject(expected);
}

test("1. Only load secure content", async () => {
  const { page } = lab;
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.reload();
  await page.getByRole("option", { name: /T3 short/ }).waitFor();
  expect(loaded).toContain("app://lab/index.html");
  expect(loaded.filter((url) => !url.startsWith("app://lab/"))).toEqual([]);
  // Addresses in the source are the namespace of SVG, and links that a person may read.
  const remote = await filesWith(
    /(?:src|href)=["']https?:|import\(["']https?:/,
  );
  expect(remote).toEqual([]);
});

test("2. Do not enable Node.js integration for remote content", async () => {
  everyPage({ nodeIntegration: false, nodeIntegrationInSubFrames: false });
  const names = ["require", "process", "module", "Buffer", "global"];
  const seen = await lab.page.evaluate(
    (names) => names.filter((name) => name in window),
    names,
  );
  expect(seen).toEqual([]);
});

test("3. Enable context isolation in all renderers", async () => {
  everyPage({ contextIsolation: true });
  // Only what comes from an isolated world is bound to the page like this.
  const bridge = await lab.page.evaluate(() =>
    Object.getOwnPropertyDescriptor(window, "lab"),
  );
  expect(bridge).toMatchObject({ writable: false, configurable: false });
});

test("4. Enable process sandboxing", async () => {
  everyPage({ sandbox: true });
  expect(await filesWith(/no-sandbox|disable-gpu-sandbox/)).toEqual([]);
});

test("5. Handle session permission requests from remote content", async () => {
  const answers = await lab.page.evaluate(async () => {
    const refused = (asked: Promise<unknown>) =>
      asked.then(
        () => "granted",
        (error: DOMException) => error.name,
      );
    const state = async (name: string) => {
      const permission = name as PermissionName;
      return (await navigator.permissions.query({ name: permission })).state;
    };
    return {
      notifications: await Notification.requestPermission(),
      camera: await refused(
        navigator.mediaDevices.getUserMedia({ audio: true, video: true }),
      ),
      screen: await refused(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refused(navigator.clipboard.readText()),
      midi: await refused(navigator.requestMIDIAccess({ sysex: true })),
      location: await state("geolocation"),
      storage: await state("persistent-storage"),
      persisted: await navigator.storage.persist(),
    };
  });
  expect(answers).toEqual({
    notifications: "denied",
    camera: "NotAllowedError",
    screen: expect.stringMatching(/^Not(Allowed|Supported)Error$/) as string,
    clipboard: "NotAllowedError",
    midi: expect.stringMatching(/^(NotAllowed|Security)Error$/) as string,
    location: "denied",
    storage: "denied",
    persisted: false,
  });
});

test("6. Do not disable webSecurity", async () => {
  everyPage({ webSecurity: true });
  expect(await filesWith(/disable-web-security|webSecurity/)).toEqual([]);
});

test("7. Define a Content Security Policy", async () => {
  const { app, page } = lab;
  const sent = await app.evaluate(async ({ net }) => {
    const pages = ["index", "report"].map((name) => `app://lab/${name}.html`);
    const answers = await Promise.all(pages.map((url) => net.fetch(url)));
    return answers.map(({ headers }) => headers.get("Content-Security-Policy"));
  });
  expect(sent).toEqual([contentSecurityPolicy, contentSecurityPolicy]);

  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener("securitypolicyviolation", (violation) =>
      violations.push(violation.effectiveDirective),
    );
  });
  const violations = () =>
    page.evaluate(
      () => (window as unknown as { violations: string[] }).violations,
    );
  await page.reload();
  await useEveryScreen();
  expect(await violations()).toEqual([]);
  expect(lab.complaints).toEqual([]);

  await page.evaluate((outside) => {
    const add = (name: string, properties: object) =>
      document.body.append(
        Object.assign(document.createElement(name), properties),
      );
    add("script", { textContent: "window.inline = true" });
    add("script", { src: `${outside}a.js` });
    add("style", { textContent: "body { color: red }" });
    add("img", { src: `${outside}a.png` });
    add("iframe", { src: outside });
    add("object", { data: outside });
    add("base", { href: outside });
    new FontFace("Outside", `url(${outside}a.woff2)`).load().catch(() => null);
    fetch(outside).catch(() => null);
    // Thrown, and reported by the page like any other error.
    setTimeout(() => new Worker(URL.createObjectURL(new Blob([""]))));
    setTimeout("window.made = true");
  }, outside);
  await expect
    .poll(async () => [...new Set(await violations())].sort())
    .toEqual([
      "base-uri",
      "connect-src",
      "font-src",
      "frame-src",
      "img-src",
      "object-src",
      "script-src",
      "script-src-elem",
      "style-src-elem",
      "worker-src",
    ]);
  const ran = await page.evaluate(() =>
    ["inline", "made"].filter((name) => name in window),
  );
  expect(ran).toEqual([]);
  await page.reload();
  lab.complaints.length = 0;
});

/** All there is to see, with a run that draws. */
async function useEveryScreen() {
  const { page } = lab;
  await page.getByRole("option", { name: /T3 short/ }).click();
  await page.getByRole("heading", { level: 1, name: "T3 short" }).waitFor();
  for (const key of ["n", "a", "c", "t"]) {
    await page.locator("main").focus();
    await page.keyboard.press(key);
  }
  for (const keys of [",", "g", "?", "Control+k"]) {
    await page.keyboard.press(keys);
    await page.getByRole("dialog").waitFor();
    await page.getByRole("dialog").evaluate((dialog) => {
      (dialog as HTMLDialogElement).close();
    });
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
}

test("8. Do not enable allowRunningInsecureContent", () => {
  everyPage({ allowRunningInsecureContent: false });
});

test("9. Do not enable experimental features", () => {
  everyPage({ experimentalFeatures: false });
});

test("10. Do not use enableBlinkFeatures", async () => {
  everyPage({ enableBlinkFeatures: "" });
  const switches = await lab.app.evaluate(({ app }) =>
    [
      "enable-blink-features",
      "enable-experimental-web-platform-features",
    ].filter((name) => app.commandLine.hasSwitch(name)),
  );
  expect(switches).toEqual([]);
});

test("11. Do not use allowpopups for WebViews", async () => {
  everyPage({ webviewTag: false });
  expect(await filesWith(/<webview|allowpopups/)).toEqual([]);
  const isAlive = await lab.page.evaluate(
    () => "getWebContentsId" in document.createElement("webview"),
  );
  expect(isAlive).toBe(false);
});

test("12. Verify WebView options before creation", async () => {
  // In a window where the tag would mean something; the lab's own have none.
  const pages = await lab.app.evaluate(
    async ({ BrowserWindow, webContents }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { webviewTag: true },
      });
      await window.loadURL("app://lab/index.html");
      await window.webContents.executeJavaScript(`
        const view = document.createElement("webview");
        view.src = "app://lab/report.html";
        document.body.append(view);
        new Promise((resolve) => setTimeout(resolve, 500));
      `);
      const types = webContents
        .getAllWebContents()
        .map((each) => each.getType());
      window.destroy();
      return types;
    },
  );
  expect(pages).toContain("window");
  expect(pages).not.toContain("webview");
});

test("15. Do not use shell.openExternal with untrusted content", async () => {
  expect(await filesWith(/openExternal/)).toEqual([]);
  // The file manager, at paths that main itself has made.
  expect(await filesWith(/\bshell\./)).toEqual(["main/main.ts"]);
  const { app, page } = lab;
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
    shell.openPath = async (path) => String(opened.push(path));
  });
  await page.evaluate(() => {
    for (const href of ["mailto:a@b.c", "tel:1", "https://a.b/", "file:///etc"])
      for (const target of ["", "_blank"]) {
        const link = Object.assign(document.createElement("a"), {
          href,
          target,
        });
        document.body.append(link);
        link.click();
        link.remove();
      }
  });
  await page.waitForTimeout(300);
  const opened = await app.evaluate(
    () => (globalThis as unknown as { opened: string[] }).opened,
  );
  expect(opened).toEqual([]);
  expect(app.windows()).toHaveLength(1);
});

test("16. Use a current version of Electron: package.json names one, and where another one runs the documents say so", async () => {
  // The oldest version that is supported in November 2026.
  expect(parseInt(devDependencies.electron)).toBeGreaterThanOrEqual(43);
  const version = await lab.app.evaluate(() => process.versions.electron);
  if (version === devDependencies.electron) return;
  const readme = (await readFile("README.md", "utf8")).replace(/\s+/g, " ");
  expect(readme).toContain(`set-up uses Electron ${version}`);
  expect(readme).toContain("no longer gets security fixes");
});

test("17. Validate the sender of all IPC messages", async () => {
  const preload = join(process.cwd(), "out", "preload", "preload.cjs");
  // The lab's own bridge in pages that are not the lab's, and in a frame of one that is.
  const answers = await lab.app.evaluate(
    async ({ BrowserWindow }, [preload, names]) => {
      const asking = `Promise.all(${JSON.stringify(names)}.map((name) => {
        const [group, method] = name.split(".");
        return lab[group][method](1).then(({ ok, error }) => ok || error.message);
      }))`;
      const open = (url: string) => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, nodeIntegrationInSubFrames: true },
        });
        // A page that is not found has an origin all the same.
        return window.loadURL(url).then(
          () => window,
          () => window,
        );
      };
      const answers: unknown[] = [];
      for (const url of ["data:text/html,<p>", "app://other/", "about:blank"]) {
        const window = await open(url);
        answers.push(await window.webContents.executeJavaScript(asking));
        window.destroy();
      }
      const window = await open("app://lab/index.html");
      await window.webContents.executeJavaScript(`new Promise((loaded) => {
        const frame = document.createElement("iframe");
        frame.srcdoc = "<p>";
        frame.onload = () => loaded();
        document.body.append(frame);
      })`);
      const [frame] = window.webContents.mainFrame.frames;
      answers.push(await frame.executeJavaScript(asking));
      window.destroy();
      return answers;
    },
    [preload, requestNames] as const,
  );
  const refusal = "Only the window of Edge Lab may ask for this.";
  expect(answers).toEqual(
    Array.from({ length: 4 }, () => requestNames.map(() => refusal)),
  );
});

test("18. Avoid usage of the file:// protocol and prefer usage of custom protocols", async () => {
  const { app, page } = lab;
  expect(page.url()).toMatch(/^app:\/\/lab\//);
  expect(await filesWith(/loadFile\(|["'`]file:/)).toEqual([]);
  // Past the page's own policy: what the protocol itself answers.
  const statuses = await app.evaluate(async ({ net }) => {
    const paths = [
      "../package.json",
      "%2e%2e/package.json",
      "..%2fpackage.json",
      "..%2f..%2f..%2f..%2f..%2fetc%2fhosts.html",
      "..%5cmain%5cmain.js",
      "..%2fmain%2fmain.js",
      "%2fetc%2fhosts.html",
      "index.html%00.js",
      "nothing.html",
    ];
    const of = (url: string, method = "GET") =>
      net.fetch(url, { method }).then(({ status }) => status);
    return {
      page: await of("app://lab/index.html"),
      paths: await Promise.all(paths.map((path) => of(`app://lab/${path}`))),
      host: await of("app://other/index.html"),
      method: await of("app://lab/index.html", "POST"),
    };
  });
  expect(statuses).toEqual({
    page: 200,
    paths: statuses.paths.map(() => 404),
    host: 404,
    method: 404,
  });
  const read = await page.evaluate(() =>
    fetch("file:///etc/hosts").then(
      () => "read",
      () => "refused",
    ),
  );
  expect(read).toBe("refused");
});

test("20. Do not expose Electron APIs to untrusted web content", async () => {
  const seen = await lab.page.evaluate(async () => {
    const lab = window.lab as LabBridge;
    const refused = (channel: string) => {
      try {
        lab.on(channel as never, () => undefined);
        return false;
      } catch {
        return true;
      }
    };
    const heard = new Promise<number>((resolve) =>
      lab.on("runChanged", (...given) => resolve(given.length)),
    );
    await lab.runs.change(1, { name: "T3 short" });
    const members = Object.entries(lab).flatMap(([group, value]) =>
      typeof value === "object"
        ? Object.entries(value).map(([name, each]) => ({
            name: `${group}.${name}`,
            kind: typeof each,
          }))
        : [{ name: group, kind: typeof value }],
    );
    return {
      names: members.map(({ name }) => name).sort(),
      kinds: [...new Set(members.map(({ kind }) => kind))],
      channels: ["request:runs.list", "event:runChanged", "__proto__"].map(
        refused,
      ),
      // The payload alone, without the event that carries the sender.
      heard: await heard,
      electron: ["electron", "ipcRenderer", "webFrame"].filter(
        (name) => name in window,
      ),
    };
  });
  expect(seen).toEqual({
    names: [...requestNames, "on", "pathOf"].sort(),
    kinds: ["function"],
    channels: [true, true, true],
    heard: 1,
    electron: [],
  });
});

test("nothing is downloaded", async () => {
  const { app, page } = lab;
  const prevented = app.evaluate(
    ({ session }) =>
      new Promise((resolve) =>
        session.defaultSession.on("will-download", (event) =>
          resolve(event.defaultPrevented),
        ),
      ),
  );
  await page.evaluate(() => {
    const href = URL.createObjectURL(new Blob(["text"]));
    Object.assign(document.createElement("a"), { href, download: "a" }).click();
  });
  expect(await prevented).toBe(true);
});

test("no telemetry: from its start to its end the program asks no host and connects to nobody", async () => {
  expect(
    await filesWith(
      /["'](?:node:)?(?:https?|net|tls|dns|dgram)["']|autoUpdater|crashReporter|new (?:WebSocket|EventSource|XMLHttpRequest)|sendBeacon|\bfetch\(/,
    ),
  ).toEqual([]);
  await lab.quit();
  const text = await readFile(join(home, "net.json"), "utf8");
  const { constants, events } = JSON.parse(text) as {
    constants: { logEventTypes: Record<string, number> };
    events: { type: number; params?: Record<string, unknown> }[];
  };
  const names = Object.entries(constants.logEventTypes);
  const seen = events.map(
    ({ type }) => names.find(([, number]) => number === type)?.[0] ?? "",
  );
  // That there is a log of the whole of it at all.
  expect(seen).toContain("HTTP_SERVER_PROPERTIES_INITIALIZATION");
  const traces = seen.filter((name) =>
    /^(URL_REQUEST|HOST_RESOLVER|DNS_TRANSACTION|TCP_|UDP_|SOCKET)/.test(name),
  );
  expect(traces).toEqual([]);
});

describe("with the ban on the network lifted", () => {
  let home: string;
  let open: Lab;
  beforeAll(async () => {
    home = await makeHome();
    open = await openLab(home);
    // Each lock is tried alone: a host outside that answers, and sends on whoever asks for that.
    await open.app.evaluate(({ session, protocol }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      session.defaultSession.webRequest.onBeforeRequest(null);
      protocol.handle("http", ({ url }) => {
        asked.push(url);
        const headers = url.endsWith("/away")
          ? { Location: "/landed" }
          : { "Content-Type": "text/html" };
        return new Response("hello", {
          status: url.endsWith("/away") ? 302 : 200,
          headers,
        });
      });
    });
  });
  afterAll(async () => {
    await open.quit();
    await removeHome(home);
  });
  const asked = () =>
    open.app.evaluate(
      () => (globalThis as unknown as { asked: string[] }).asked,
    );

  test("13. Disable or limit navigation", async () => {
    const { app, page } = open;
    const before = page.url();
    for (const leave of [
      (url: string) => location.assign(url),
      (url: string) =>
        Object.assign(document.createElement("a"), { href: url }).click(),
      (url: string) => {
        const form = document.createElement("form");
        document.body.append(Object.assign(form, { action: url }));
        form.submit();
      },
      () => location.assign("app://lab/report.html?run=1"),
      () => location.assign("app://other/index.html"),
      () => location.assign("file:///etc/hosts"),
      () => location.assign("data:text/html,<p>"),
    ]) {
      await page.evaluate(leave, outside);
      await page.waitForTimeout(150);
      expect(page.url()).toBe(before);
    }
    expect(await asked()).toEqual([]);
    // Where main itself would load something: the first page comes, the one it sends to does not.
    const title = await app.evaluate(async ({ BrowserWindow }, outside) => {
      const window = new BrowserWindow({ show: false });
      await window.loadURL(outside);
      const arrived = window.webContents.getURL();
      await window.loadURL(`${outside}away`).catch(() => undefined);
      window.destroy();
      return arrived;
    }, outside);
    expect(title).toBe(outside);
    expect(await asked()).toEqual([outside, `${outside}away`]);
  });

  test("14. Disable or limit creation of new windows", async () => {
    const { app, page } = open;
    const opened = await page.evaluate((url) => {
      const link = document.createElement("a");
      Object.assign(link, { href: url, target: "_blank" }).click();
      return [url, "about:blank", "app://lab/index.html", ""].map(
        (address) => window.open(address) !== null,
      );
    }, outside);
    expect(opened).toEqual([false, false, false, false]);
    await page.waitForTimeout(300);
    const windows = await app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    );
    expect(windows).toBe(1);
  });
});
