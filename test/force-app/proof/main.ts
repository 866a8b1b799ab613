/**
 * The chain that proves the package without an org, tool by tool: `npm run proof [-- PART OF A NAME…]`. Ends with exit
 * code 1 when a tool finds something, sees nothing or misses its planted defect.
 */
import { apexTools } from './apex.ts';
import { componentTools } from './components.ts';
import { jest } from './jest.ts';
import { lintTools } from './lint.ts';
import { metadataTools } from './metadata.ts';
import { describeProof, sumUp } from './report.ts';
import { cliTools } from './salesforce-cli.ts';
import { isProved, prove } from './tool.ts';
import type { Proof } from './tool.ts';

const tools = [...componentTools, ...lintTools, jest, ...apexTools, ...metadataTools, ...cliTools];
const wanted = process.argv.slice(2).map((part) => part.toLowerCase());
const chosen = tools.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.toLowerCase().includes(part)),
);
if (chosen.length === 0)
  throw new Error(`No tool is called so. There are: ${tools.map(({ name }) => name).join('; ')}`);

const proofs: Proof[] = [];
for (const tool of chosen) {
  const proof = await prove(tool);
  proofs.push(proof);
  console.log(describeProof(proof).join('\n'));
}
console.log(sumUp(proofs));
if (!proofs.every(isProved)) process.exitCode = 1;
