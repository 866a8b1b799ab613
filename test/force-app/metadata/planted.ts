import assert from 'node:assert/strict';
import type { MetadataFile } from './check-elements.ts';

/** The package with a defect in the file whose path ends so; fails when that changes nothing. */
export function planted(
  files: readonly MetadataFile[],
  ending: string,
  from: string | RegExp,
  to: string,
): MetadataFile[] {
  const index = files.findIndex(({ path }) => path.endsWith(ending));
  const file = files[index];
  assert.ok(file, ending);
  const text = file.text.replace(from, to);
  assert.notEqual(text, file.text, ending);
  return files.with(index, { path: file.path, text });
}
