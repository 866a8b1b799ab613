import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../build/folders.ts';

const heading = '## Install in your org';

/** The lines that start with `sf ` in the code blocks of README's part on installing, in their order. */
export function readInstallCommands(): string[] {
  const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
  const [, after = ''] = readme.split(`\n${heading}\n`);
  const [part = ''] = after.split('\n## ');
  const blocks = part.split('```').filter((_, index) => index % 2 === 1);
  const commands = blocks.flatMap((block) => block.split('\n').filter((line) => line.startsWith('sf ')));
  if (commands.length === 0) throw new Error(`README.md has no sf command under “${heading}”.`);
  return commands;
}
