import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packagedOrg } from './packaged-org.ts';

test('x', () => {
  const { flows, rows } = packagedOrg();
  console.log(flows.active.map(({ name }) => name), rows('SELECT DeveloperName FROM CustomNotificationType'));
  assert.ok(flows);
});
