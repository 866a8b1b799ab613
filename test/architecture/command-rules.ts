import { readTexts } from './command-texts.ts';
import type { Source } from './source.ts';
import { CLI_COMMANDS, GLOBAL_FLAGS } from './sf-commands.ts';
import type { SfCommand } from './sf-commands.ts';

const SNAPSHOT = 'plugin/command-snapshot.json';

type SnapshotEntry = { command: string; alias: string[]; flags: string[]; flagAliases: string[]; flagChars: string[] };

/** The plugin's commands as its snapshot has them. */
export function readSnapshot(sources: Source[]): SfCommand[] {
  const text = sources.find(({ path }) => path === SNAPSHOT)?.text ?? '[]';
  return (JSON.parse(text) as SnapshotEntry[]).flatMap(({ command, alias, flags, flagAliases, flagChars }) =>
    [command, ...alias].map((name) => ({
      name: name.replaceAll(':', ' '),
      flags: [...flags, ...flagAliases],
      chars: flagChars,
    })),
  );
}

/** `sf` commands and flags that do not exist, as `path:line why`. */
export function checkCommands(sources: Source[], commands: SfCommand[]): string[] {
  const known = new Map([...CLI_COMMANDS, ...commands].map((command) => [command.name, command]));
  return sources.flatMap((source) =>
    readTexts(source).flatMap(({ line, text }) =>
      findMentions(text)
        .flatMap((mention) => checkMention(mention, known))
        .map((why) => `${source.path}:${line} ${why}`),
    ),
  );
}

/** The words after `sf`, up to the end of the command; `isCode` when quotes or a line of code delimit it. */
type Mention = { words: string[]; isCode: boolean };

const DELIMITERS: Record<string, string> = { '`': '`', '"': '"', "'": "'", '“': '”', '„': '“' };

function findMentions(text: string): Mention[] {
  return [...text.matchAll(/(?<![\w./-])sf (?=[a-z])/g)].map(({ index }) => {
    const before = text.charAt(index - 1);
    const rest = text.slice(index + 'sf '.length);
    const end = DELIMITERS[before];
    const closing = end === undefined ? -1 : rest.indexOf(end);
    const isLine = /^\s*(\$ |[A-Z_]+=\S+ |.*&& )?$/.test(text.slice(0, index));
    return { words: splitCommand(closing < 0 ? rest : rest.slice(0, closing)), isCode: closing >= 0 || isLine };
  });
}

/** A quoted value is one word. A sentence's punctuation and the shell's operators end the command. */
function splitCommand(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (/^(&&|\|\|?|;|>|#|→|\()/.test(word)) break;
    const bare = word.replace(/[`"”“.,;:)]+$/, '');
    if (bare !== '') words.push(bare);
    if (bare !== word && !/["'…]$/.test(word)) break;
  }
  return words;
}

function checkMention({ words, isCode }: Mention, known: Map<string, SfCommand>): string[] {
  const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  const name = end < 0 ? words : words.slice(0, end);
  const length = name.findLastIndex((_, index) => known.has(name.slice(0, index + 1).join(' '))) + 1;
  const command = known.get(name.slice(0, length).join(' '));
  if (command === undefined && words[name.length]?.startsWith('%s'))
    return [`names "sf ${words.join(' ')}": write the command out, so that it can be checked`];
  if (command === undefined) return isTopic(name, known) ? [] : [`names "sf ${name.join(' ')}", which is no command`];
  // In a sentence the next word goes on with the sentence; in code it would be an argument.
  if (isCode && name.length > length && command.takesArgument !== true)
    return [`names "sf ${name.join(' ')}", which is no command`];
  return words
    .slice(length)
    .filter((word) => /^--?[a-z]/.test(word) && !hasFlag(command, word))
    .map((flag) => `gives "sf ${command.name}" the flag ${flag}, which it does not have`);
}

const isTopic = (words: string[], known: Map<string, SfCommand>): boolean =>
  [...known.keys()].some((name) => name.startsWith(`${words.join(' ')} `));

function hasFlag({ flags, chars }: SfCommand, given: string): boolean {
  if (!given.startsWith('--')) return given === '-h' || chars.includes(given.charAt(1));
  const name = given.slice(2).replace(/=.*$/, '');
  return [...flags, ...GLOBAL_FLAGS].some((flag) => name === flag || name === `no-${flag}`);
}

/** Scripts of npm that no package.json has, as `path:line why`. Comments and documentation count. */
export function checkScripts(sources: Source[]): string[] {
  const scripts = new Set(
    sources
      .filter(({ path }) => /(^|\/)package\.json$/.test(path))
      .flatMap(({ text }) => Object.keys((JSON.parse(text) as { scripts?: Record<string, string> }).scripts ?? {})),
  );
  return sources
    .filter(({ path }) => /\.(md|ts|js|yml)$|(^|\/)(package\.json|\.ci\/run)$/.test(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) =>
        [...line.matchAll(/\bnpm run (?:(?:--silent|-s) )?([a-z][\w:-]*)/g)]
          .map(([, script = '']) => script)
          .filter((script) => !scripts.has(script))
          .map((script) => `${path}:${index + 1} names the npm script ${script}, which does not exist`),
      ),
    );
}
