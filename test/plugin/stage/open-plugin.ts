import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openSf } from '../../clients/sf.ts';
import type { Json, Ran, Sf } from '../../clients/sf.ts';
import { assert } from '../../clients/tally.ts';

const pluginFolder = fileURLToPath(new URL('../../../plugin/', import.meta.url));

type Settings = NonNullable<Parameters<Sf['run']>[1]>;

/** The real `sf` with the plugin linked. */
export type SfWithPlugin = Sf & {
  /** Runs `sf score …` with --json, which must succeed. Returns the result after checking it against the schema. */
  result<T>(command: string, flags: string[], settings?: Settings): Promise<T>;
  /** Like `result`, with any exit code that comes with a result. */
  outcome<T>(command: string, flags: string[], settings?: Settings): Promise<{ exitCode: number; result: T }>;
  /** Runs a command that must fail, with and without --json; both must show the same error. Returns the JSON. */
  failure(command: string, flags: string[], settings?: Settings): Promise<Json & Ran & { actions: string[] }>;
  /** The output of a command that must succeed. */
  screen(command: string, flags: string[], settings?: Settings): Promise<string>;
};

const ajv = new Ajv2020({ strict: false, formats: { uuid: true, date: true, 'date-time': true } });

function requireSchema(command: string, result: unknown): void {
  const file = `${pluginFolder}schemas/score-${command.replaceAll(' ', '-')}.json`;
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  assert.ok(validate(result), `${command}: ${ajv.errorsText(validate.errors)}`);
}

const wordsOf = (command: string): string[] => ['score', ...command.split(' ')];
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Links the plugin into an `sf` with its own home folder. */
export async function openPlugin(target: { url: string; token?: string }): Promise<SfWithPlugin> {
  const sf = openSf(target);
  const linked = await sf.run(['plugins', 'link', pluginFolder, '--no-install']);
  assert.equal(linked.exitCode, 0, linked.stderr);

  const outcome = async <T>(command: string, flags: string[], settings?: Settings) => {
    const json = await sf.json([...wordsOf(command), ...flags], settings);
    requireSchema(command, json.result);
    assert.equal(json.status, json.exitCode);
    return { exitCode: json.exitCode, result: json.result as T };
  };

  return {
    ...sf,
    outcome,
    async result<T>(command: string, flags: string[], settings?: Settings) {
      const json = await sf.json([...wordsOf(command), ...flags], settings);
      assert.equal(json.exitCode, 0, `${json.name}: ${json.message}\n${json.stderr}`);
      assert.equal(json.status, 0);
      requireSchema(command, json.result);
      return json.result as T;
    },
    async failure(command, flags, settings) {
      const json = await sf.json([...wordsOf(command), ...flags], settings);
      assert.notEqual(json.exitCode, 0, json.stdout);
      const actions = (json['actions'] ?? []) as string[];
      assert.ok(actions.length > 0, `${command} names no next step: ${json.message}`);
      const human = await sf.run([...wordsOf(command), ...flags], settings);
      assert.equal(human.exitCode, json.exitCode);
      assert.ok(human.stderr.includes(`Error (${json.name})`), human.stderr);
      assert.ok(oneLine(human.stderr).includes(oneLine(actions[0] ?? '')), human.stderr);
      return { ...json, actions };
    },
    async screen(command, flags, settings) {
      const { exitCode, stdout, stderr } = await sf.run([...wordsOf(command), ...flags], settings);
      assert.equal(exitCode, 0, stderr);
      return stdout;
    },
  };
}
