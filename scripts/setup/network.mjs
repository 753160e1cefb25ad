/** The proxy that this environment or npm's settings name; undefined without one. */
export function proxyOf(/** @type {NodeJS.ProcessEnv} */ env = process.env) {
  return (
    env.HTTPS_PROXY ||
    env.https_proxy ||
    env.npm_config_https_proxy ||
    env.npm_config_proxy ||
    env.HTTP_PROXY ||
    env.http_proxy ||
    undefined
  );
}

/**
 * What the installers of the parts must be told to go through the proxy: each looks for it in another place.
 * @returns {NodeJS.ProcessEnv}
 */
export function proxySettings(
  /** @type {NodeJS.ProcessEnv} */ env = process.env,
) {
  const proxy = proxyOf(env);
  return proxy
    ? {
        HTTPS_PROXY: proxy,
        HTTP_PROXY: proxy,
        ELECTRON_GET_USE_PROXY: "true",
      }
    : {};
}

const NO_ANSWER =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/;
const NO_TRUST =
  /\b(?:UNABLE_TO_\w+|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_\w+)\b/;
const REFUSED = /\bnpm (?:error|ERR!) code (E4\d\d)\b/;
const NO_WRITING = /\bnpm (?:error|ERR!) code (EACCES|EPERM|EROFS)\b/;
const WHERE = /\bnpm (?:error|ERR!) path (.+)/;
export const NO_ROOM = /\bENOSPC\b|No space left on device/;

/**
 * Why npm could not install, by the codes in what it printed, and what to do: the rest of a sentence that begins
 * with what could not be done.
 * @param {string} output
 * @param {string} [proxy]
 */
export function npmProblem(output, proxy) {
  const writing = NO_WRITING.exec(output);
  if (writing) {
    const place = WHERE.exec(output)?.[1] ?? "a folder";
    return `because npm cannot write ${place} (${writing[1]}): give access there`;
  }
  const trust = NO_TRUST.exec(output);
  if (trust)
    return (
      `because the certificate of the npm registry is not known here (${trust[0]}): name the file with your ` +
      `network's certificate in NODE_EXTRA_CA_CERTS`
    );
  const refused = REFUSED.exec(output);
  if (refused)
    return `because the npm registry refused them (${refused[1]}): check the registry in npm's settings`;
  const answer = NO_ANSWER.exec(output);
  if (!answer) return "for a reason that its log gives";
  return proxy
    ? `because the npm registry did not answer through the proxy ${bare(proxy)} (${answer[0]}): check the proxy`
    : `because the npm registry did not answer (${answer[0]}): connect to the network, or name its proxy in ` +
        `HTTPS_PROXY`;
}

/** Without the name and password that it may contain. */
function bare(/** @type {string} */ proxy) {
  try {
    const { protocol, host } = new URL(proxy);
    return host ? `${protocol}//${host}` : proxy;
  } catch {
    return proxy;
  }
}
