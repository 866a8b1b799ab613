/** What stands in the place of `node:test` while files of tests are read: it keeps their functions to run them here. */
type Work = () => void | Promise<void>;

export type CollectedTests = {
  tests: { name: string; run: Work }[];
  befores: Work[];
  afters: Work[];
  beforeEaches: Work[];
  afterEaches: Work[];
};

const none = (): CollectedTests => ({ tests: [], befores: [], afters: [], beforeEaches: [], afterEaches: [] });
let collected = none();

/** What was collected since the last call. */
export function takeCollected(): CollectedTests {
  const taken = collected;
  collected = none();
  return taken;
}

export const test = (name: string, run: Work): void => void collected.tests.push({ name, run });
export const before = (work: Work): void => void collected.befores.push(work);
export const after = (work: Work): void => void collected.afters.push(work);
export const beforeEach = (work: Work): void => void collected.beforeEaches.push(work);
export const afterEach = (work: Work): void => void collected.afterEaches.push(work);
