/**
 * `npm run test:mutants [-- PART OF A FILE'S NAME…]`: plants small defects in the package's Apex and flows, one by one, and
 * runs the tests on each. Ends with exit code 1 when less than 90 % are caught. What does not deploy does not count.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { adminUsername, startOrg } from '../../local-org/src/index.ts';
import type { Org } from '../../local-org/src/index.ts';
import { apexFile, apexRules } from './apex-rules.ts';
import { ApexTests } from './apex-tests.ts';
import { flowFile, flowRules } from './flow-rules.ts';
import { FlowTests } from './flow-tests.ts';
import { draw, mutantsOf } from './mutant.ts';
import type { Mutant, Rule, SourceFile } from './mutant.ts';
import { describeOutcome } from './report.ts';
import type { Outcome } from './report.ts';

const seed = 23;
/** Defects of a kind in a file; a flow needs orgs of its own for each. */
const most = { class: 8, flow: 3 };
const neededShare = 0.9;
/** Classes that run after a save, by flows and triggers: the tests of the automation may catch what Apex tests do not. */
const automatic = /^(?:ClearGoalScores|EvaluatePredictiveScore|ScoringAccess|ScoringClient|ScoreGoalTrigger)\./;

const forceApp = join(import.meta.dirname, '../../../force-app');
const wanted = process.argv.slice(2).map((part) => part.toLowerCase());
const isWanted = (file: string): boolean =>
  wanted.length === 0 || wanted.some((part) => file.toLowerCase().includes(part));

function drawn(
  pattern: string,
  read: (name: string, text: string) => SourceFile,
  rules: readonly Rule[],
  perKind: number,
): Mutant[] {
  const paths = globSync(pattern, { cwd: join(forceApp, 'main/default') }).toSorted();
  const files = paths.map((path) => read(basename(path), readFileSync(join(forceApp, 'main/default', path), 'utf8')));
  const found = files.filter(({ name }) => isWanted(name)).flatMap((file) => mutantsOf(file, rules));
  return draw(found, { seed, most: perKind });
}

function canBeDeployed(org: Org, { file, text }: Mutant): boolean {
  const content = Buffer.from(text);
  const name = basename(file, '.flow-meta.xml');
  const manifest = `<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>${name}</members><name>Flow</name></types><version>65.0</version></Package>`;
  const files = [
    { path: 'package.xml', content: Buffer.from(manifest) },
    { path: `flows/${name}.flow`, content },
  ];
  return org.deploy(org.userId(adminUsername) ?? '', files, { checkOnly: true }).success;
}

const { org, stop } = await startOrg({ metadata: ['main/default', 'test'].map((folder) => join(forceApp, folder)) });
const apexTests = new ApexTests(org);
const flowTests = await FlowTests.open();

async function judgeClass(mutant: Mutant): Promise<Outcome> {
  const verdict = apexTests.judge(mutant);
  if (verdict.verdict !== 'survived' || !automatic.test(mutant.file)) return { mutant, ...verdict };
  return { mutant, ...(await flowTests.judge(mutant)) };
}

async function judgeFlow(mutant: Mutant): Promise<Outcome> {
  if (!canBeDeployed(org, mutant)) return { mutant, verdict: 'not compiled' };
  return { mutant, ...(await flowTests.judge(mutant)) };
}

const outcomes: Outcome[] = [];
for (const mutant of drawn('{classes/*.cls,triggers/*.trigger}', apexFile, apexRules, most.class))
  outcomes.push(await judgeClass(mutant));
for (const mutant of drawn('flows/*.flow-meta.xml', flowFile, flowRules, most.flow))
  outcomes.push(await judgeFlow(mutant));
flowTests.close();
await stop();

const { text, share } = describeOutcome(outcomes);
console.log(text);
if (share < neededShare) process.exitCode = 1;
