/** A command of the sf CLI: its words, the names of its flags, and their letters. */
export type SfCommand = { name: string; flags: string[]; chars: string[]; takesArgument?: boolean };

// Flags that every command has, the plugin's commands too.
export const GLOBAL_FLAGS = ['help', 'json', 'flags-dir'];

const org = ['target-org', 'api-version'];

/** The commands of the sf CLI itself that our texts name, with the flags that its help lists and our texts use. */
export const CLI_COMMANDS: SfCommand[] = [
  {
    name: 'apex get test',
    flags: [...org, 'test-run-id', 'code-coverage', 'result-format'],
    chars: ['i', 'c', 'r', 'o'],
  },
  { name: 'apex run', flags: [...org, 'file'], chars: ['f', 'o'] },
  {
    name: 'apex run test',
    flags: [...org, 'class-names', 'tests', 'test-level', 'code-coverage', 'result-format', 'synchronous', 'wait'],
    chars: ['n', 't', 'l', 'c', 'r', 'y', 'w', 'o'],
  },
  { name: 'data query', flags: [...org, 'query', 'result-format', 'output-file'], chars: ['q', 'r', 'o'] },
  { name: 'org assign permset', flags: [...org, 'name', 'on-behalf-of'], chars: ['n', 'b', 'o'] },
  { name: 'org display', flags: org, chars: ['o'] },
  { name: 'org list limits', flags: org, chars: ['o'] },
  {
    name: 'org login access-token',
    flags: ['instance-url', 'alias', 'no-prompt', 'set-default'],
    chars: ['r', 'a', 'p', 's'],
  },
  { name: 'org login web', flags: ['instance-url', 'alias', 'set-default'], chars: ['r', 'a', 's'] },
  { name: 'org open', flags: [...org, 'path'], chars: ['p', 'o'] },
  { name: 'plugins install', flags: ['force'], chars: ['f'], takesArgument: true },
  { name: 'plugins link', flags: [], chars: [], takesArgument: true },
  { name: 'plugins update', flags: [], chars: [] },
  {
    name: 'project deploy start',
    flags: [...org, 'source-dir', 'metadata-dir', 'test-level', 'tests'],
    chars: ['d', 'l', 'o', 't'],
  },
  { name: 'sobject describe', flags: [...org, 'sobject'], chars: ['s', 'o'] },
];
