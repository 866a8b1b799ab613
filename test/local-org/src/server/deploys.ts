import { unzipSync } from 'fflate';
import { OrgError } from '../org-error.ts';
import type { OpenedOrg } from '../open-org.ts';
import type { DeployFile, DeployMessage, DeployOutcome } from '../org.ts';
import { codeOfPackage, noTests, runDeployTests } from './apex/deploy-tests.ts';
import type { TestOutcome } from './apex/deploy-tests.ts';
import type { MeasureFlows } from './apex/flow-coverage.ts';
import { readTestLevel } from './apex/test-level.ts';
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

const kind = 'Deploy';

/** How long a validation may be deployed without being checked again. */
const validationMs = 10 * dayMs;

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
  readonly #org: OpenedOrg;
  readonly #measureFlows: MeasureFlows;
  readonly #deploys: Map<string, Deploy>;
  /** Validations that ran tests, while the process runs. */
  readonly #validations = new Map<string, Validation>();

  constructor(org: OpenedOrg, measureFlows: MeasureFlows) {
    this.#org = org;
    this.#measureFlows = measureFlows;
    this.#deploys = new Map((org.kept.all(kind) as Deploy[]).map((deploy) => [deploy.id, deploy]));
  }

  get all(): Deploy[] {
    return [...this.#deploys.values()];
  }

  /** @throws OrgError `INVALID_ZIP_FILE` when the zip cannot be read */
  start(userId: string, zip: Uint8Array, options: DeployOptions): Deploy {
    return this.#start(userId, zip, { options, isTested: false });
  }

  #start(
    userId: string,
    zip: Uint8Array,
    { options, isTested }: { options: DeployOptions; isTested: boolean },
  ): Deploy {
    const files = readZip(zip);
    const checkOnly = isTrue(options['checkOnly']);
    const ignoreWarnings = isTrue(options['ignoreWarnings']);
    const rollbackOnError = isTrue(options['rollbackOnError']);
    const needsFlowCoverage = this.#activatesFlows(files);
    const needsTests = needsFlowCoverage || codeOfPackage(files).length > 0;
    const asked = isTested ? undefined : readTestLevel(options, { isProduction: this.#org.isProduction, needsTests });
    let tests = noTests;
    // Tests run while the package is deployed; a failed one leaves the org as it was.
    const approve = (): boolean => {
      if (asked === undefined) return true;
      tests = runDeployTests(this.#org, {
        ...{ userId, asked, files, needsFlowCoverage },
        measureFlows: this.#measureFlows,
      });
      return tests.hasPassed;
    };
    const outcome: DeployOutcome = files.some(({ path }) => /(?:^|\/)package\.xml$/.test(path))
      ? this.#org.deploy(userId, files, {
          ...{ checkOnly, ignoreWarnings, rollbackOnError },
          ...(asked !== undefined && { approve }),
        })
      : { success: false, isPartial: false, messages: [noManifest] };
    const at = this.#org.clock.now().toISOString().replace('Z', '+0000');
    const id = platformId('0Af');
    const started: Deploy = {
      id,
      options,
      result: {
        checkOnly,
        completedDate: at,
        createdBy: userId,
        createdByName: nameOfUser(this.#org, userId),
        createdDate: at,
        ...this.#resultOf(outcome, { files, tests, at }),
        done: true,
        id,
        ignoreWarnings,
        lastModifiedDate: at,
        numberTestErrors: tests.numberTestErrors,
        numberTestsCompleted: tests.numberTestsCompleted,
        numberTestsTotal: tests.numberTestsTotal,
        rollbackOnError,
        runTestsEnabled: asked !== undefined,
        startDate: at,
      },
    };
    this.#deploys.set(id, started);
    this.#org.kept.put(kind, id, started);
    if (outcome.success && tests.hasPassed && checkOnly && asked !== undefined) {
      this.#validations.set(id.slice(0, 15), { zip, options, at: this.#org.clock.now().getTime() });
    }
    return started;
  }

  /** Whether a package brings flows into production that are active there at once. */
  #activatesFlows(files: readonly DeployFile[]): boolean {
    const { isProduction, deploysFlowsAsActive } = this.#org;
    return isProduction && files.some(({ path }) => path.endsWith('.flow')) && deploysFlowsAsActive;
  }

  #resultOf(
    { success, isPartial, messages }: DeployOutcome,
    { files, tests, at }: { files: readonly DeployFile[]; tests: TestOutcome; at: string },
  ) {
    const { hasPassed } = tests;
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
        runTestResult: tests.runTestResult,
      },
      numberComponentErrors: failures.length,
      numberComponentsDeployed: deployed,
      numberComponentsTotal: deployed + failures.length,
      status: !hasPassed ? 'Failed' : success ? 'Succeeded' : isPartial ? 'SucceededPartial' : 'Failed',
      success: hasPassed && (success || isPartial),
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
   * Deploys what a validation of the last ten days has checked; its tests do not run again.
   *
   * @throws OrgError `INVALID_CROSS_REFERENCE_KEY` when there is no such validation
   */
  startValidated(userId: string, validationId: string): Deploy {
    const validation = this.#validations.get(validationId.slice(0, 15));
    if (validation === undefined || this.#org.clock.now().getTime() - validation.at > validationMs) {
      throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { status: 404 });
    }
    const options = { ...validation.options, checkOnly: false };
    return this.#start(userId, validation.zip, { options, isTested: true });
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
