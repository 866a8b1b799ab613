import { scoredObjectSchema } from '@plumbline/contract';
import { Messages, SfError } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import { writeFieldSet } from '../../../../goals/field-set-files.ts';
import type { generatedFieldsSchema } from '../../../../results.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.generate.fields');

/** API names that the platform accepts. They are short enough for the suffixes of the companion fields. */
const namePattern = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;
const maxNameLength = 28;

/** Generates the metadata of another set of score fields in the project. */
export default class ScoreGoalGenerateFields extends SfCommand<z.infer<typeof generatedFieldsSchema>> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly requiresProject = true;
  static override readonly flags = {
    object: Flags.option({
      char: 'o',
      required: true,
      options: scoredObjectSchema.options,
      summary: messages.getMessage('flags.object.summary'),
    })(),
    name: Flags.string({ char: 'n', required: true, summary: messages.getMessage('flags.name.summary') }),
    label: Flags.string({ char: 'l', summary: messages.getMessage('flags.label.summary') }),
    'output-dir': Flags.directory({
      char: 'd',
      exists: true,
      summary: messages.getMessage('flags.output-dir.summary'),
    }),
    overwrite: Flags.boolean({ default: false, summary: messages.getMessage('flags.overwrite.summary') }),
  };

  async run(): Promise<z.infer<typeof generatedFieldsSchema>> {
    const { flags } = await this.parse(ScoreGoalGenerateFields);
    const name = requireName(flags.name.replace(/__c$/, ''));
    const folder = flags['output-dir'] ?? `${this.project?.getDefaultPackage().fullPath ?? '.'}/main/default`;
    const label = flags.label ?? name.replaceAll('_', ' ');
    const files = await writeFieldSet(folder, { object: flags.object, name, label, isOverwriting: flags.overwrite });
    for (const file of files) this.log(file);
    this.log(messages.getMessage('info.next', [name, name, `${name}__c`]));
    return { scoreField: `${flags.object}.${name}__c`, files };
  }
}

function requireName(name: string): string {
  if (namePattern.test(name) && name.length <= maxNameLength) return name;
  throw new SfError(`"${name}" isn't a valid name for a score field.`, 'InvalidNameError', [
    `Begin with a letter and use only letters, digits, and single underscores, at most ${maxNameLength} characters. Example: Second_Score.`,
  ]);
}
