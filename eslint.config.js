import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { MADE } from './generator/tools/made.mjs';

const rooms = {
  // Only these rooms may touch the world; test/architecture.test.ts holds the directions of imports.
  fileSystem: ['generator/io/**', 'generator/main.ts', 'generator/tools/**'],
};

export default tseslint.config(
  {
    ignores: ['dist/', 'coverage/', '.stryker-tmp/', 'reports/', 'out/', 'node_modules/', ...MADE],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
        { selector: "CallExpression[callee.property.name='localeCompare']", message: 'compare code units: byCodeUnit' },
      ],
    },
  },
  {
    files: ['generator/**/*.ts'],
    ignores: rooms.fileSystem,
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'only main.ts knows the process' }],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:fs', 'node:fs/*', 'node:child_process', 'node:os', 'fs'], message: 'only generator/io touches the world' }] },
      ],
    },
  },
  { files: ['generator/main.ts', 'generator/io/**'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        structuredClone: 'readonly',
        __dirname: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  { files: ['vitest.config.ts', '**/*.d.ts', 'test/**'], rules: { 'no-restricted-syntax': 'off' } },
);
