import { join, relative } from 'node:path';
import { ESLint } from 'eslint';

const repository = join(import.meta.dirname, '../..');
const components = 'force-app/main/default/lwc';

const eslint = new ESLint({ cwd: repository, overrideConfigFile: 'force-app/eslint.config.ts' });

const complaintsOf = ({ filePath, messages }: ESLint.LintResult): string[] =>
  messages.map(
    ({ line, ruleId, message }) => `${relative(repository, filePath)}:${String(line)} ${String(ruleId)}: ${message}`,
  );

/** What Salesforce's rules say of the components' files with these endings, warnings too. */
export async function lintComponents(...endings: string[]): Promise<{ count: number; violations: string[] }> {
  const results = await eslint.lintFiles(endings.map((ending) => `${components}/**/*.${ending}`));
  return { count: results.length, violations: results.flatMap(complaintsOf) };
}

/** What they would say of a file of a component. */
export async function lintText(file: string, text: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath: join(repository, components, 'planted', file) });
  return results.flatMap(complaintsOf);
}
