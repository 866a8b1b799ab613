/** `npm run page`: serves the pages over a fresh copy of the prepared org until Ctrl-C. */
import { buildPages } from './build/build-pages.ts';
import { compileBundles } from './build/compile-bundles.ts';
import { projectFolder } from './build/folders.ts';
import { openStage } from './stage/open-stage.ts';
import { isPrepared } from './stage/prepare-stage.ts';
import { readUsage } from '../usage.ts';

readUsage('npm run page    serves the pages over a prepared org until Ctrl-C; PORT is its port, 4790 by default');
process.chdir(projectFolder);
console.log('Building the pages …');
compileBundles();
await buildPages();
if (!isPrepared()) console.log('Filling an org and training its goal …');
const stage = await openStage({ port: Number(process.env['PORT'] ?? 4790) });
const lead = await stage.findLead("Predictive_Score_Band__c = 'High'");
const address = (path: string): string => `${stage.pages.url}${path}`;
console.log(`
Record page    ${address(`/lightning/r/Lead/${lead}/view?as=rep@local.org`)}
Scores         ${address('/lightning/n/Scoring_Scores?as=admin@local.org')}
Setup          ${address('/lightning/n/Scoring_Setup?as=admin@local.org')}
List view      ${address('/lightning/o/Lead/list?filterName=High_Predictive_Score&as=rep@local.org')}
The org        ${stage.org.url}

Add theme=slds2, dir=rtl, lang=de or lws=1 to an address. Ctrl-C ends it.`);
process.once('SIGINT', () => {
  void stage.stop().then(() => process.exit(0));
});
