import { unzipSync } from 'fflate';
import { OrgError } from '../org-error.ts';
import type { DeployFile, DeployMessage, DeployOutcome, Org } from '../org.ts';
import { nameOfUser } from './metadata-listing.ts';
import { platformId } from './platform-id.ts';
import { dayMs } from '../calendar.ts';

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
const validationMs = 10 * dayMs;
const testingLevels = ['RunLocalTests', 'RunAllTestsInOrg', 'RunSpecifiedTests', 'RunRelevantTests'];

type Validation = { zip: Uint8Array; options: DeployOptions; at: number };

const manifestMessage = (fileName: string): DeployMessage => ({
  ...{ componentType: '', fullName: fileName, fileName },
  ...{ success: true, created: false, changed: true, deleted: false },
});

const noManifest: DeployMessage = {
  ...manifestMessage('package.xml'),
  ...{ success: false, changed: false, problem: 'No package.xml found', problemType: 'Error' },
};

const manifestFile = /(?:^|\/)(?:package|destructiveChanges(?:Pre|Post)?)\.xml$/;

/** The deploys of the org; their results survive a restart. A deploy is complete when its start returns. */
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
    const files = readZip(zip);
    const checkOnly = isTrue(options['checkOnly']);
    const ignoreWarnings = isTrue(options['ignoreWarnings']);
    const rollbackOnError = isTrue(options['rollbackOnError']);
    const outcome = files.some(({ path }) => /(?:^|\/)package\.xml$/.test(path))
      ? this.#org.deploy(userId, files, { checkOnly, ignoreWarnings, rollbackOnError })
      : { success: false, isPartial: false, messages: [noManifest] };
    const at = this.#org.clock.now().toISOString().replace('Z', '+0000');
    const id = platformId('0Af');
    const deploy: Deploy = {
      id,
      options,
      result: {
        checkOnly,
        completedDate: at,
        createdBy: userId,
        createdByName: nameOfUser(this.#org, userId),
        createdDate: at,
        ...this.#resultOf(outcome, files, at),
        done: true,
        id,
        ignoreWarnings,
        lastModifiedDate: at,
        numberTestErrors: 0,
        numberTestsCompleted: 0,
        numberTestsTotal: 0,
        rollbackOnError,
        runTestsEnabled: testingLevels.includes(String(options['testLevel'])),
        startDate: at,
      },
    };
    this.#deploys.set(id, deploy);
    this.#org.kept.put(kind, id, deploy);
    if (outcome.success && checkOnly && testingLevels.includes(String(options['testLevel']))) {
      this.#validations.set(id.slice(0, 15), { zip, options, at: this.#org.clock.now().getTime() });
    }
    return deploy;
  }

  #resultOf({ success, isPartial, messages }: DeployOutcome, files: readonly DeployFile[], at: string) {
    const describe = (message: DeployMessage): Record<string, unknown> => ({
      ...message,
      ...this.#idOf(message),
      createdDate: at,
    });
    const failures = messages.filter((message) => !message.success);
    const successes = messages.filter((message) => message.success);
    // Manifests are reported but not counted; nor are components that a manifest names but no file contains.
    const manifests = files.map(({ path }) => path).filter((path) => manifestFile.test(path));
    const deployed = successes.filter(({ problemType }) => problemType !== 'Warning').length;
    return {
      details: {
        componentFailures: failures.map(describe),
        componentSuccesses: [...manifests.map(manifestMessage), ...successes].map(describe),
        runTestResult: noTests,
      },
      numberComponentErrors: failures.length,
      numberComponentsDeployed: deployed,
      numberComponentsTotal: deployed + failures.length,
      status: success ? 'Succeeded' : isPartial ? 'SucceededPartial' : 'Failed',
      success: success || isPartial,
    };
  }

  #idOf({ componentType, fullName }: DeployMessage): { id?: string } {
    const id = this.#org.components(componentType).find((one) => one.fullName === fullName)?.record?.id;
    return id === undefined ? {} : { id };
  }

  /**
   * Always fails, because a deploy is complete when its start returns.
   *
   * @throws OrgError `INVALID_ID_FIELD`, or `INVALID_CROSS_REFERENCE_KEY` when there is no such deploy
   */
  cancel(id: string): never {
    this.get(id);
    throw new OrgError('INVALID_ID_FIELD', 'Deployment already completed');
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
