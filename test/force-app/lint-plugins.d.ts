/** Plugins that come without types. */
declare module '@lwc/eslint-plugin-lwc-platform' {
  import type { Linter } from 'eslint';
  const plugin: { configs: { recommended: Linter.Config } };
  export default plugin;
}
declare module '@salesforce/eslint-config-lwc/recommended.js' {
  import type { Linter } from 'eslint';
  const config: Linter.Config[];
  export default config;
}
