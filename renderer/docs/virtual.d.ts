/** See scripts/docs/plugin.mjs. */
declare module "virtual:docs" {
  export const pages: import("./page").DocPage[];
}
