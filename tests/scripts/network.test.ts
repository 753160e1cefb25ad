import { expect, test } from "vitest";
import {
  npmProblem,
  proxyOf,
  proxySettings,
} from "../../scripts/setup/network.mjs";

/** What npm 11 prints. */
const offline = `npm error code EAI_AGAIN
npm error syscall getaddrinfo
npm error request to https://registry.npmjs.org/zod failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org`;
const deadProxy = `npm error   address: '127.0.0.1',
npm error   code: 'ECONNREFUSED',
npm error If you are behind a proxy, please make sure that the 'proxy' config is set properly.`;

test("without a network it is said so, with the way out", () => {
  expect(npmProblem(offline)).toBe(
    "because the npm registry did not answer (EAI_AGAIN): connect to the network, or name its proxy in HTTPS_PROXY",
  );
});

test("a proxy that does not answer is named, without the password in its address", () => {
  expect(npmProblem(deadProxy, "http://ann:secret@127.0.0.1:9/")).toBe(
    "because the npm registry did not answer through the proxy http://127.0.0.1:9 (ECONNREFUSED): check the proxy",
  );
});

test.each([
  [
    "npm error code EROFS\nnpm error path /opt/lab/node_modules",
    "because npm cannot write /opt/lab/node_modules (EROFS): give access there",
  ],
  [
    "npm error code SELF_SIGNED_CERT_IN_CHAIN",
    "because the certificate of the npm registry is not known here (SELF_SIGNED_CERT_IN_CHAIN): name the file with your network's certificate in NODE_EXTRA_CA_CERTS",
  ],
  [
    "npm error code E403",
    "because the npm registry refused them (E403): check the registry in npm's settings",
  ],
  ["npm error Invalid Version", "for a reason that its log gives"],
])("%j is said in words", (output, words) => {
  expect(npmProblem(output)).toBe(words);
});

test("the installers of the parts are told of the proxy, of npm's settings too", () => {
  expect(proxySettings({})).toEqual({});
  const proxy = "http://proxy.example:3128";
  const told = {
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    ELECTRON_GET_USE_PROXY: "true",
  };
  for (const name of ["HTTPS_PROXY", "https_proxy", "npm_config_https_proxy"])
    expect(proxySettings({ [name]: proxy })).toEqual(told);
  expect(proxyOf({ HTTPS_PROXY: "", http_proxy: proxy })).toBe(proxy);
});
