/** What `@sa11y/jest` adds in jest-setup.cjs. */
declare namespace jest {
  interface Matchers<R> {
    toBeAccessible(): Promise<R>;
  }
}
