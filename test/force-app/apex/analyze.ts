import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { CodeAnalyzer as Analyzer } from '@salesforce/code-analyzer-core';
import { CodeAnalyzer, CodeAnalyzerConfig } from '@salesforce/code-analyzer-core';
import type { Engine, EnginePlugin } from '@salesforce/code-analyzer-engine-api';
import * as eslint from '@salesforce/code-analyzer-eslint-engine';
import * as flow from '@salesforce/code-analyzer-flow-engine';
import * as pmd from '@salesforce/code-analyzer-pmd-engine';
import * as regex from '@salesforce/code-analyzer-regex-engine';
import * as retirejs from '@salesforce/code-analyzer-retirejs-engine';
import * as sfge from '@salesforce/code-analyzer-sfge-engine';

const plugins = [eslint, flow, pmd, regex, retirejs, sfge];
const selectors = ['AppExchange', 'Recommended', 'sfge:Security'];

/** A violation of a rule; the file is given as seen from the folder that was looked at. */
export type Violation = { rule: string; file: string; line: number | undefined; message: string };

/** What Salesforce Code Analyzer finds in a folder by the rules of AppExchange's security review and the recommended. */
export async function analyze(folder: string): Promise<{ engines: string[]; violations: Violation[] }> {
  const logs = mkdtempSync(join(tmpdir(), 'plumbline-analyzer-'));
  try {
    const analyzer = await createAnalyzer(logs);
    const workspace = await analyzer.createWorkspace([folder]);
    const rules = await analyzer.selectRules(selectors, { workspace });
    const results = await analyzer.run(rules, { workspace });
    const violations = results.getViolations().map((violation) => {
      const location = violation.getPrimaryLocation();
      return {
        rule: `${violation.getRule().getEngineName()}:${violation.getRule().getName()}`,
        file: relative(folder, location.getFile() ?? '').replaceAll('\\', '/'),
        line: location.getStartLine(),
        message: violation.getMessage(),
      };
    });
    return { engines: rules.getEngineNames().sort(), violations };
  } finally {
    rmSync(logs, { recursive: true, force: true });
  }
}

async function createAnalyzer(logs: string): Promise<Analyzer> {
  // There is no React here; asking for its version would print a warning.
  const engines = { eslint: { disable_react_base_config: true } };
  const config = CodeAnalyzerConfig.fromObject({ log_folder: logs, engines }, logs);
  const analyzer = new CodeAnalyzer(config);
  for (const { createEnginePlugin } of plugins) await analyzer.addEnginePlugin(withEvents(createEnginePlugin()));
  return analyzer;
}

/** The engine for flows is older than the core, which stops listening to each engine at the end. */
function withEvents(plugin: EnginePlugin): EnginePlugin {
  const create = (plugin as CreatesEngines).createEngine.bind(plugin);
  return Object.assign(plugin, {
    async createEngine(...options: Parameters<CreatesEngines['createEngine']>): Promise<Engine> {
      const engine = await create(...options);
      const listened: { removeEventListener?: Engine['removeEventListener'] } = engine;
      listened.removeEventListener ??= () => undefined;
      return engine;
    },
  });
}

type CreatesEngines = EnginePlugin & { createEngine(name: string, config: object): Promise<Engine> };
