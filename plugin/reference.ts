import type { Command } from '@oclif/core';

type Flag = Command.Flag.Cached;

/** Fills the templates of a message in for a command. */
const fill = (text: string, id: string): string =>
  text
    .replaceAll('<%= config.bin %>', 'sf')
    .replaceAll('<%= command.id %>', id)
    .replace(/[ \t]+$/gm, '');

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

function flagRow([name, flag]: [string, Flag]): string {
  const isSwitch = flag.type === 'boolean';
  const value = isSwitch
    ? ''
    : ` ${flag.options ? flag.options.join('\\|') : (flag.helpValue ?? '<value>').toString()}`;
  const form = `${flag.char ? `-${flag.char}, ` : ''}--${isSwitch && flag.allowNo ? '[no-]' : ''}${name}${value}`;
  return `| \`${form}\` | ${cell(`${flag.required ? '(required) ' : ''}${flag.summary ?? ''}`)} |`;
}

/** The reference of a command in Markdown: summary, description, flags, and examples. */
export function describeCommand({
  id,
  summary = '',
  description = '',
  flags,
  examples = [],
}: Command.Loadable): string {
  const name = id.replaceAll(':', ' ');
  const shown = Object.entries(flags).filter(
    ([flag, { hidden }]) => !hidden && !/^(flags-dir|json|api-version)$/.test(flag),
  );
  const exampleText = examples
    .map((example) => fill(typeof example === 'string' ? example : example.command, name))
    .join('\n\n');
  return `### sf ${name}

${fill(summary, name)}

${fill(description, name)}

| flag | |
| --- | --- |
${shown
  .toSorted(([one], [other]) => one.localeCompare(other))
  .map(flagRow)
  .join('\n')}

\`\`\`
${exampleText}
\`\`\`
`;
}
