import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireFolderOf } from '../../plugin/src/require-folder.ts';

test('a file in a missing folder is rejected with the folder before it is written', async () => {
  await requireFolderOf(join(tmpdir(), 'scores.csv'));
  await requireFolderOf('scores.csv');
  const folder = join(tmpdir(), `nowhere-${process.pid}`);
  await assert.rejects(requireFolderOf(join(folder, 'scores.csv')), (error: Error & { actions?: string[] }) => {
    assert.equal(error.name, 'FolderNotWritableError');
    assert.ok(error.message.includes(folder) && (error.actions?.length ?? 0) > 0);
    return true;
  });
});
