import { unzipSync } from 'fflate';
import { OrgError } from '../org-error.ts';
import type { DeployFile, DeployMessage, Org } from '../org.ts';
import { platformId } from './platform-id.ts';

export type DeployOptions = Record<string, unknown>;

export type Deploy = { id: string; options: DeployOptions; result: Record<string, unknown> };

function readZip(zip: Uint8Array): DeployFile[] {
  try {
    return Object.entries(unzipSync(zip))
      .filter(([path]) => !path.endsWith('/'))
      .map(([path, content]) => ({ path, content }));
  } catch (cause) {
    throw new OrgError('INVALID_ZIP_FILE', `The zip file cannot be read: ${String(cause)}`);
  }
}

const isTrue = (value: unknown): boolean => value === true || value === 'true';

const noTests = {
  codeCoverage: [],
  codeCoverageWarnings: [],
  failures: [],
  flowCoverage: [],
  flowCoverageWarnings: [],
  numFailures: 0,
  numTestsRun: 0,
  successes: [],
  totalTime: 0,
};

const kind = 'Deploy';

/** How long a validation may be deployed without being checked again. */
const validationMs = 10 * 24 * 3_600_000;
const testingLevels = ['RunLocalTests', 'RunAllTestsInOrg', 'RunSpecifiedTests', 'RunRelevantTests'];

type Validation = { zip: Uint8Array; options: DeployOptions; at: number };

const noManifest: DeployMessage = {
  ...{ componentType: '', fullName: 'package.xml', fileName: 'package.xml' },
  ...{ success: false, created: false, changed: false, deleted: false },
  ...{ problem: 'No package.xml found', problemType: 'Error' },
};

/** The deploys of the org; how they ended stays over a restart. A deploy is done when its start is answered. */
export class Deploys {
  readonly #org: Org;
  readonly #deploys: Map<string, Deploy>;
  /** Validations that ran tests, while the process runs. */
  readonly #validations = new Map<string, Validation>();

  constructor(org: Org) {
    this.#org = org;
    this.#deploys = new Map((org.kept.all(kind) as Deploy[]).map((deploy) => [deploy.id, deploy]));
  }

  get all(): Deploy[] {
    return [...this.#deploys.values()];
  }

  /** @throws OrgError `INVALID_ZIP_FILE` when the zip cannot be read */
  start(userId: string, zip: Uint8Array, options: DeployOptions): Deploy {
    const checkOnly = isTrue(options['checkOnly']);
    const files = readZip(zip);
    const isPackage = files.some(({ path }) => /(?:^|\/)package\.xml$/.test(path));
    const { success, messages } = isPackage
      ? this.#org.deploy(userId, files, { checkOnly })
      : { success: false, messages: [noManifest] };
    const at = this.#org.clock.now().toISOString().replace('Z', '+0000');
    const failures = messages.filter((message) => !message.success);
    const successes = messages.filter((message) => message.success);
    const messageJson = (message: DeployMessage): Record<string, unknown> => ({ ...message, createdDate: at });
    const id = platformId('0Af');
    const deploy: Deploy = {
      id,
      options,
      result: {
        checkOnly,
        completedDate: at,
        createdBy: userId,
        createdByName: 'Administrator',
        createdDate: at,
        details: {
          componentFailures: failures.map(messageJson),
          componentSuccesses: successes.map(messageJson),
          runTestResult: noTests,
        },
        done: true,
        id,
        ignoreWarnings: isTrue(options['ignoreWarnings']),
        lastModifiedDate: at,
        numberComponentErrors: failures.length,
        numberComponentsDeployed: success ? successes.length : 0,
        numberComponentsTotal: messages.length,
        numberTestErrors: 0,
        numberTestsCompleted: 0,
        numberTestsTotal: 0,
        rollbackOnError: true,
        runTestsEnabled: false,
        startDate: at,
        status: success ? 'Succeeded' : 'Failed',
        success,
      },
    };
    this.#deploys.set(id, deploy);
    this.#org.kept.put(kind, id, deploy);
    if (success && checkOnly && testingLevels.includes(String(options['testLevel']))) {
      this.#validations.set(id.slice(0, 15), { zip, options, at: this.#org.clock.now().getTime() });
    }
    return deploy;
  }

  /**
   * Deploys what a validation of the last ten days has checked.
   *
   * @throws OrgError `INVALID_CROSS_REFERENCE_KEY` when there is no such validation
   */
  startValidated(userId: string, validationId: string): Deploy {
    const validation = this.#validations.get(validationId.slice(0, 15));
    if (validation === undefined || this.#org.clock.now().getTime() - validation.at > validationMs) {
      throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { status: 404 });
    }
    return this.start(userId, validation.zip, { ...validation.options, checkOnly: false });
  }

  /** @throws OrgError `INVALID_CROSS_REFERENCE_KEY` when there is no such deploy */
  get(id: string): Deploy {
    const deploy = [...this.#deploys.values()].find((one) => one.id.slice(0, 15) === id.slice(0, 15));
    if (deploy !== undefined) return deploy;
    throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { status: 404 });
  }
}

/** The result without its details, for clients that did not ask for them. */
export function withDetails({ result }: Deploy, isWanted: boolean): Record<string, unknown> {
  const { details, ...rest } = result;
  return isWanted ? { ...rest, details } : rest;
}
