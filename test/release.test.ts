import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

type Bom = { bomFormat: string; components: { name: string; group?: string; version: string; purl: string }[] };

test('a release has a bill of materials of every production dependency, as installed, and of no tool', (t) => {
  const out = mkdtempSync(join(tmpdir(), 'plumbline-release-'));
  t.after(() => rmSync(out, { recursive: true }));
  execFileSync(process.execPath, ['scripts/release.ts', '--out', out], { stdio: 'pipe' });
  const files = readdirSync(out).sort();
  assert.match(
    files.join(),
    /^SHA256SUMS,plumbline-plugin-[\d.]+\.cdx\.json,plumbline-scoring-service-[\d.]+\.cdx\.json$/,
  );
  for (const [product, file] of [
    ['plugin', files[1] ?? ''],
    ['scoring-service', files[2] ?? ''],
  ] as const) {
    const { bomFormat, components } = JSON.parse(readFileSync(join(out, file), 'utf8')) as Bom;
    assert.equal(bomFormat, 'CycloneDX');
    const { dependencies } = JSON.parse(readFileSync(`${product}/package.json`, 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const [name, version] of Object.entries(dependencies)) {
      if (name.startsWith('@plumbline/')) continue;
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version.replace(/^[~^]/, '')}`;
      const found = components.filter((one) => decodeURIComponent(one.purl).startsWith(`pkg:npm/${name}@`));
      assert.ok(found.some((one) => one.purl.startsWith(purl)) || (found.length > 0 && /^[~^]/.test(version)), purl);
    }
    for (const tool of ['eslint', 'prettier', 'playwright-core']) {
      assert.ok(!components.some(({ name }) => name === tool), `${tool} is not installed with ${product}`);
    }
  }
});
