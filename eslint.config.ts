import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '.plumbline/',
      'force-app/**/*.js',
      'build/',
      'plugin/lib/',
      '.sf-cli/',
      'test/force-app/lwc/**/*.{js,cjs}',
    ],
  },
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' }],
      eqeqeq: 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'off',
    },
  },
  {
    // Components: the platform calls their lifecycle methods and hands them errors that are no Error.
    files: ['force-app/main/default/lwc/**/*.ts', 'force-app/types/**', 'test/browser/modules/**/*.ts'],
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { inheritedMethods: false } }],
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    files: ['plugin/**/*.ts', 'test/plugin/**/*.ts', 'test/bench/plugin/**/*.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'test/plugin/tsconfig.json' } },
  },
  {
    files: ['force-app/main/default/lwc/**/__tests__/**/*.ts', 'test/force-app/lwc/**/*.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'test/force-app/lwc/tsconfig.json' } },
  },
);
