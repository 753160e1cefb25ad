/**
 * What every step of the setup is given.
 * @typedef {object} Context
 * @property {string} project the checkout
 * @property {string} root the cache
 * @property {string} log the file that gets the output of every program that is run
 * @property {boolean} official whether the parts' own download hosts are tried at all; off with
 *   EDGE_LAB_OFFICIAL=0, to test the registry sources or to spare the wait where it is known that
 *   nothing answers
 * @property {import("./progress.mjs").Progress} progress
 */
export {};
