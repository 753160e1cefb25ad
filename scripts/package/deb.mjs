import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { linkTree } from "../setup/link.mjs";
import { Problem } from "../setup/problem.mjs";
import { ownCopy } from "./after-pack.mjs";

/** What a Debian, Ubuntu or related system must have for the window to open. */
const LIBRARIES =
  "libasound2, libc6 (>= 2.31), libgbm1, libgtk-3-0, libnotify4, libnss3, libstdc++6, libxss1, libxtst6";

/** A third smaller than with gzip; it takes minutes. */
const smallest = ["-Zxz", "-z6"];

/** Files of the package that are not the program itself, by their place in it. */
const files = (/** @type {Manifest} */ { name, description }) => ({
  "usr/share/applications/edge-lab.desktop": `[Desktop Entry]
Type=Application
Name=Edge Lab
GenericName=Laboratory for gradient descent
Comment=${description}
Exec=edge-lab %F
Icon=edge-lab
Terminal=false
Categories=Science;Math;
Keywords=neural network;optimisation;sharpness;gradient descent;
MimeType=application/x-edge-lab+json;
StartupWMClass=Edge Lab
`,
  "usr/share/mime/packages/edge-lab.xml": `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-edge-lab+json">
    <comment>Experiment or runs of Edge Lab</comment>
    <sub-class-of type="application/json"/>
    <icon name="edge-lab"/>
    <glob pattern="*.edgelab"/>
    <glob pattern="*.edgelab.json"/>
  </mime-type>
</mime-info>
`,
  [`usr/share/doc/${name}/copyright`]: `The licence of Edge Lab is in /opt/edge-lab/LICENSE.edge-lab.txt. Those of all that is in it are listed in
the program under "About and licences"; Chromium's are in /opt/edge-lab/LICENSES.chromium.html.
`,
});

/** @typedef {{ name: string, version: string, description: string }} Manifest */

/**
 * Packs the folder of the program as a Debian package beside it, the same whenever its files are the same:
 * the program in /opt, two commands, an entry of the menu, an icon and a file type. The package runs no
 * scripts; the databases of the desktop are kept up to date by dpkg's triggers.
 * @param {string} project
 * @param {string} folder
 * @param {Manifest} manifest
 * @param {string[]} [compression] options of dpkg-deb
 * @returns {Promise<string>} the file
 */
export async function debianPackage(
  project,
  folder,
  manifest,
  compression = smallest,
) {
  const dist = path.dirname(folder);
  const root = path.join(dist, "deb");
  const file = path.join(
    dist,
    `${manifest.name}_${manifest.version}_amd64.deb`,
  );
  try {
    const program = path.join(root, "opt", "edge-lab");
    await linkTree(folder, program);
    openFolders(program);
    // Where the kernel lets no ordinary process make a sandbox, this program makes it.
    ownCopy(path.join(program, "chrome-sandbox"));
    fs.chmodSync(path.join(program, "chrome-sandbox"), 0o4755);
    const written = Object.entries(files(manifest));
    for (const [name, text] of written) write(root, name, text);
    copy(
      path.join(project, "build", "icon.svg"),
      path.join(root, "usr/share/icons/hicolor/scalable/apps/edge-lab.svg"),
    );
    // For what draws no SVG.
    copy(
      path.join(project, "build", "icon.png"),
      path.join(root, "usr/share/pixmaps/edge-lab.png"),
    );
    const commands = path.join(root, "usr", "bin");
    fs.mkdirSync(commands, { recursive: true });
    for (const name of ["edge-lab", "edge-lab-cli"])
      fs.symlinkSync(`../../opt/edge-lab/${name}`, path.join(commands, name));
    openFolders(path.join(root, "usr"));
    write(root, "DEBIAN/control", control(manifest, sizeOf(root)));
    pack(root, file, compression);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
  return file;
}

/** Lets everyone in, whatever this user's umask is. */
function openFolders(/** @type {string} */ top) {
  fs.chmodSync(top, 0o755);
  for (const entry of fs.readdirSync(top, {
    recursive: true,
    withFileTypes: true,
  }))
    if (entry.isDirectory())
      fs.chmodSync(path.join(entry.parentPath, entry.name), 0o755);
}

function write(
  /** @type {string} */ root,
  /** @type {string} */ name,
  /** @type {string} */ text,
) {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
  fs.writeFileSync(file, text);
  fs.chmodSync(file, 0o644);
}

function copy(/** @type {string} */ from, /** @type {string} */ to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to);
  fs.chmodSync(to, 0o644);
}

function control(
  /** @type {Manifest} */ { name, version, description },
  /** @type {number} */ bytes,
) {
  return `Package: ${name}
Version: ${version}
Section: science
Priority: optional
Architecture: amd64
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: ${LIBRARIES}
Maintainer: The Edge Lab authors <edge-lab@edge-lab.example>
Homepage: https://edge-lab.example
Description: ${description.replace(/\.$/, "")}
 Trains small networks by gradient descent, measures the sharpness on the way
 and keeps every run in an archive. It needs no network.
`;
}

function sizeOf(/** @type {string} */ root) {
  const entries = fs.readdirSync(root, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => fs.statSync(path.join(parentPath, name)))
    .reduce((sum, { size }) => sum + size, 0);
}

function pack(
  /** @type {string} */ root,
  /** @type {string} */ file,
  /** @type {string[]} */ compression,
) {
  const options = ["--root-owner-group", ...compression, "--build", root, file];
  const { status, stderr, error } = spawnSync("dpkg-deb", options, {
    encoding: "utf8",
    env: { ...process.env, SOURCE_DATE_EPOCH: "1767225600" },
  });
  if (error || status !== 0)
    throw new Problem(`dpkg-deb failed: ${error?.message ?? stderr.trim()}`);
}
