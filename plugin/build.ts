/**
 * Compiles the plugin to `lib`, which `sf` loads. The contract is compiled into it, because the contract is unpublished
 * TypeScript, which Node does not run from `node_modules`. `tsc` checks the types, not this script.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import ts from 'typescript';

const plugin = import.meta.dirname;
const lib = join(plugin, 'lib');
const contractFolder = 'contract';

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
  sourceMap: false,
};

/** Rewrites imports of the contract to its compiled copy. */
function pointToContract(file: string): ts.TransformerFactory<ts.SourceFile> {
  const target = posix.relative(posix.dirname(file), `${contractFolder}/index.js`);
  const specifier = target.startsWith('.') ? target : `./${target}`;
  const isContract = (node: ts.Expression | undefined): boolean =>
    node !== undefined && ts.isStringLiteral(node) && node.text === '@plumbline/contract';
  return (context) => (source) => {
    const visit = (node: ts.Node): ts.Node => {
      if (!ts.isImportDeclaration(node) || !isContract(node.moduleSpecifier)) return node;
      return context.factory.updateImportDeclaration(
        ...([
          node,
          node.modifiers,
          node.importClause,
          context.factory.createStringLiteral(specifier),
          undefined,
        ] as const),
      );
    };
    return ts.visitEachChild(source, visit, context);
  };
}

function compile(from: string, into: string): void {
  for (const path of globSync('**/*.ts', { cwd: from })) {
    const file = posix.join(into, path.replaceAll('\\', '/').replace(/\.ts$/, '.js'));
    const { outputText } = ts.transpileModule(readFileSync(join(from, path), 'utf8'), {
      compilerOptions,
      fileName: join(from, path),
      transformers: { before: [pointToContract(file)] },
    });
    mkdirSync(dirname(join(lib, file)), { recursive: true });
    writeFileSync(join(lib, file), outputText);
  }
}

rmSync(lib, { recursive: true, force: true });
compile(join(plugin, 'src'), '');
compile(join(plugin, '../scoring-service/contract/src'), contractFolder);
console.log(`Compiled into ${relative(process.cwd(), lib)}`);
