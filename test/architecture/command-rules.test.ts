import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCommands, checkScripts, readSnapshot } from './command-rules.ts';
import type { SfCommand } from './sf-commands.ts';

const commands: SfCommand[] = [
  { name: 'score goal create', flags: ['file', 'active'], chars: ['f'] },
  { name: 'score train', flags: ['goal', 'wait'], chars: ['g', 'w'] },
  { name: 'score train resume', flags: ['job-id'], chars: ['i'] },
];
const check = (path: string, text: string): string[] => checkCommands([{ path, text }], commands);
const labels = 'force-app/main/default/labels/CustomLabels.labels-meta.xml';

test('the commands come from the snapshot of the plugin, with their flags', () => {
  const entry = { command: 'score:goal:create', alias: [], flags: ['file'], flagAliases: ['path'], flagChars: ['f'] };
  assert.deepEqual(readSnapshot([{ path: 'plugin/command-snapshot.json', text: JSON.stringify([entry]) }]), [
    { name: 'score goal create', flags: ['file', 'path'], chars: ['f'] },
  ]);
});

test('a command that does not exist is found wherever people read it, with its line', () => {
  const planted: [string, string][] = [
    [labels, '\n<value>Make another with sf plumbline fields generate, then create the goal.</value>'],
    [
      'force-app/languages/main/default/translations/de.translation-meta.xml',
      '\n<label>mit sf score ziel anlegen</label>',
    ],
    ['plugin/messages/goal.list.md', '\nCreate one: sf score goals create --help.'],
    ['plugin/messages/goal.list.md', '\n  <%= config.bin %> score goals create'],
    ['plugin/messages/goal.list.md', '\n  <%= config.bin %> <%= command.id %>'],
    ['README.md', '\nRun `sf score train stop`.'],
    ['docs/operations.md', '\nsf scoring train --goal x'],
    ['scoring-service/README.md', '\nnpm ci && sf score train stop'],
    ['scoring-service/src/x.ts', "\nconst actions = ['Train it: sf score training.'];"],
    ['plugin/src/x.ts', '\nconst action = `Train it: sf score training --goal "${name}".`;'],
    ['plugin/src/x.ts', '\nconst command = `sf score ${isTraining ? "train" : "run"} resume`;'],
    ['force-app/main/default/classes/X.cls', "\nString action = 'Run sf score goal make.';"],
    ['force-app/main/default/lwc/x/x.html', '\n<p>Run sf score goal make.</p>'],
  ];
  for (const [path, text] of planted) {
    const found = check(path, text);
    assert.equal(found.length, 1, `${path} ${text}`);
    assert.match(found.join(), new RegExp(`^${path}:2 names "sf .*"(, which is no command|: write .*)$`), text);
  }
});

test('a flag that the command does not have is found, by name and by letter', () => {
  const planted = ['sf score train --goals x --wait 30', 'sf score train -g x -x', 'sf org login web --goal x'];
  for (const text of planted) assert.equal(check('README.md', text).length, 1, text);
  assert.deepEqual(check('README.md', 'sf score train --goal "a b" \\\n  --hold 3'), [
    'README.md:1 gives "sf score train" the flag --hold, which it does not have',
  ]);
  assert.equal(check(labels, '<value>sf score train --goals &quot;x&quot;</value>').length, 1);
});

test('commands that exist pass, in code and in sentences', () => {
  const fine = [
    'sf score train --goal "x --not-a-flag" -w 30 && sf score goal create -f x.json --no-active',
    'Use sf score train resume or cancel.',
    'Use sf score train with a new goal; --anything may follow.',
    'Next: train it (sf score train), then add --anything.',
    '`sf score train`, `sf score` and `sf score …`, or the sf CLI',
    'TOKEN=x sf score train --goal=x --json # and --anything',
    'sf data query --query "SELECT Id FROM Lead WHERE Rating = \'Hot\'" --result-format csv > ids.csv',
    'npm ci && sf plugins link plugin    # from this repository',
    'the file:///x/sf works',
  ];
  for (const text of fine) assert.deepEqual(check('README.md', text), [], text);
  assert.deepEqual(check('plugin/messages/train.md', '<%= config.bin %> <%= command.id %> --goal x'), []);
});

test('comments of code and files of tests are not searched', () => {
  assert.deepEqual(check('plugin/src/x.ts', '// as sf has it: sf score nothing\nconst a = 1;'), []);
  assert.deepEqual(check('test/plugin/x.ts', "const a = 'sf score nothing';"), []);
});

test('an npm script that no package.json has is found with its line', () => {
  const scripts = { path: 'package.json', text: JSON.stringify({ scripts: { 'test:plugin': 'node x.ts' } }) };
  const npm = 'npm run';
  const planted = { path: 'README.md', text: `${npm} test:plugin\n${npm} --silent test:plugins -- x` };
  assert.deepEqual(checkScripts([scripts, planted]), [
    'README.md:2 names the npm script test:plugins, which does not exist',
  ]);
  assert.equal(checkScripts([scripts, { path: 'a.ts', text: `// See \`${npm} nothing\`.` }]).length, 1);
});
