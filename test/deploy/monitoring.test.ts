import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { createMetrics } from '../../scoring-service/src/http/metrics.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

type Rules = { groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[] };
type Dashboard = {
  panels: { title: string; targets: { expr: string }[]; gridPos: Record<'x' | 'y' | 'w' | 'h', number> }[];
};

const { rules = [] } = (parse(read('deploy/prometheus/alerts.yml')) as Rules).groups[0] ?? {};
const { panels } = JSON.parse(read('deploy/grafana/dashboard.json')) as Dashboard;
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

/** The metrics of the service with its labels, by name. */
async function metricsOfService(): Promise<Map<string, string>> {
  const text = await createMetrics().render();
  return new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
}

/** The series that a metric of a type has. */
const seriesOf = ([name, type]: [string, string]): string[] =>
  type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];

test('alerts and dashboard ask for series that the service has', async () => {
  const known = new Set([...(await metricsOfService())].flatMap(seriesOf));
  const asked = expressions.flatMap((expr) => expr.match(/\b(?:plumbline|process)_\w+/g) ?? []);
  assert.ok(asked.length > 20);
  assert.deepEqual(
    asked.filter((name) => !known.has(name)),
    [],
  );
});

test('the operations guide has each metric of the service with its labels', async () => {
  const source = read('scoring-service/src/http/metrics.ts');
  const guide = read('docs/operations.md');
  const documented = new Map(
    [...guide.matchAll(/`(plumbline_\w+)(?:\{([\w,]+)\})?`/g)].map(([, name = '', labels = '']) => [name, labels]),
  );
  const own = [...(await metricsOfService()).keys()].filter((name) => name.startsWith('plumbline_'));
  assert.deepEqual([...documented.keys()].sort(), own.sort());
  for (const [name, labels] of documented) {
    // As the metric is made: its name, its help and then its labels.
    const short = name.replace('plumbline_', '');
    const made = new RegExp(`'${short}', (?:'[^']*'|"[^"]*")((?:, '\\w+')*)\\)`).exec(source)?.[1];
    const given = /labelNames: \[([^\]]*)\]/.exec(source.slice(source.indexOf(`'${name}'`)))?.[1];
    assert.equal((made ?? given)?.match(/\w+/g)?.join(',') ?? '', labels, name);
  }
});

test('no metric has a label that Prometheus gives to its targets', () => {
  const source = read('scoring-service/src/http/metrics.ts');
  assert.doesNotMatch(source, /'(job|instance)'/);
});

test('each alert says what to do, and the operations guide has it', () => {
  const guide = read('docs/operations.md');
  const missing = rules.flatMap(({ alert, annotations }) => {
    const place = /^docs\/operations\.md, (\w+)$/.exec(annotations['action'] ?? '')?.[1];
    return place !== undefined && guide.includes(`\`${place}\``) ? [] : [alert];
  });
  assert.deepEqual(missing, []);
});

test('the panels of the dashboard have titles of their own and do not overlap', () => {
  assert.equal(new Set(panels.map(({ title }) => title)).size, panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  assert.equal(new Set(cells).size, cells.length);
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
// .ci/run installs it; elsewhere the Debian package prometheus has it.
const skip = hasPromtool || process.env['PLUMBLINE_REQUIRE_PROMTOOL'] ? false : 'promtool is not installed';

const promtool = (args: string[], input?: string): string => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: root, encoding: 'utf8', input });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout + stderr;
};

test('promtool accepts the alert rules, and each is raised when it should be', { skip }, () => {
  promtool(['check', 'rules', 'deploy/prometheus/alerts.yml']);
  promtool(['test', 'rules', 'deploy/prometheus/alerts.test.yml']);
});

test('promtool accepts the metrics of the service', { skip }, async () => {
  const metrics = createMetrics();
  metrics.observeRequest('/v1/scores', 'POST', 200, 0.04);
  // Those of Node have names that promtool does not like.
  const own = (await metrics.render()).split('\n').filter((line) => line.includes('plumbline_'));
  promtool(['check', 'metrics'], `${own.join('\n')}\n`);
});
