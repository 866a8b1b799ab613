/**
 * Generates the files derived from the commands (the snapshot of their flags, the JSON schemas of their results, the
 * reference in the README), the template that comes from the package, and the manifest that `sf` reads instead of loading every command. With `--check` it only
 * compares them, except for the manifest, which is not committed.
 */
import { Config, Plugin } from '@oclif/core';
import type { Command } from '@oclif/core';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeCommand } from './reference.ts';
import { goalFileSchema } from './src/goals/goal-file.ts';
import { resultSchemas } from './src/result-schemas.ts';

const root = import.meta.dirname;
const isCheck = process.argv.includes('--check');
const changed: string[] = [];

function put(file: string, text: string): void {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  changed.push(file);
  if (!isCheck) writeFileSync(path, text);
}

async function loadCommands(): Promise<Command.Loadable[]> {
  const plugin = new Plugin({
    root,
    type: 'link',
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify(plugin.manifest));
  const config = await Config.load({ root });
  return config.commands
    .filter(({ pluginName }) => pluginName === '@plumbline/plugin-score')
    .toSorted((one, other) => one.id.localeCompare(other.id));
}

/** The format of the command snapshots of Salesforce's own plugins. */
const snapshotOf = ({ id, flags, aliases }: Command.Loadable) => ({
  alias: aliases,
  command: id,
  flagAliases: Object.values(flags)
    .flatMap((flag) => flag.aliases ?? [])
    .toSorted(),
  flagChars: Object.values(flags)
    .flatMap(({ char }) => char ?? [])
    .toSorted(),
  flags: Object.keys(flags).toSorted(),
  plugin: '@plumbline/plugin-score',
});

const schemaText = (schema: z.ZodType, title: string): string =>
  `${JSON.stringify({ title, ...z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) }, undefined, 2)}\n`;

function putSchemas(commands: Command.Loadable[]): void {
  mkdirSync(join(root, 'schemas'), { recursive: true });
  const files = commands.map(({ id }) => {
    const schema = resultSchemas[id];
    if (schema === undefined) throw new Error(`src/result-schemas.ts has no schema for ${id}.`);
    const file = `schemas/${id.replaceAll(':', '-')}.json`;
    put(file, schemaText(schema, `sf ${id.replaceAll(':', ' ')} --json, result`));
    return file;
  });
  const goalFile = 'schemas/goal-file.json';
  put(
    goalFile,
    `${JSON.stringify({ title: 'Score goal', ...z.toJSONSchema(goalFileSchema, { unrepresentable: 'any', io: 'input' }) }, undefined, 2)}\n`,
  );
  for (const path of globSync('schemas/*.json', { cwd: root })) {
    const file = path.replaceAll('\\', '/');
    if ([...files, goalFile].includes(file)) continue;
    changed.push(file);
    if (!isCheck) rmSync(join(root, file));
  }
}

/** The package's flow is the template for further sets of score fields: the published plugin is without the package. */
function putTemplate(): void {
  const flow = 'Take_Score_Of_Closed_Lead.flow-meta.xml';
  mkdirSync(join(root, 'templates'), { recursive: true });
  put(`templates/${flow}`, readFileSync(join(root, '../force-app/main/default/flows', flow), 'utf8'));
}

function putReference(commands: Command.Loadable[]): void {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const parts = /^([\s\S]*<!-- commands -->\n)[\s\S]*(<!-- commandsstop -->[\s\S]*)$/.exec(readme);
  if (!parts) throw new Error('README.md has no <!-- commands --> section for the reference.');
  put('README.md', `${parts[1] ?? ''}\n${commands.map(describeCommand).join('\n')}\n${parts[2] ?? ''}`);
}

const commands = await loadCommands();
put('command-snapshot.json', `${JSON.stringify(commands.map(snapshotOf), undefined, 2)}\n`);
putSchemas(commands);
putTemplate();
putReference(commands);
if (isCheck && changed.length > 0) {
  console.error(`Out of date: ${changed.join(', ')}. Run: npm run generate`);
  process.exitCode = 1;
} else console.log(changed.length === 0 ? 'Nothing has changed.' : `Written: ${changed.join(', ')}`);
