import { join } from 'node:path';

const own = join(import.meta.dirname, '../../force-app/main/default');

/** The package that the tests of flows deploy; `npm run test:mutants` names a copy with a defect. */
export const packageFolder = (): string => process.env.PACKAGE_FOLDER ?? own;
