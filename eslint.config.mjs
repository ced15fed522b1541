import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (design: boundaries that really forbid). Tags stand in each package.json under "nx".
 * Run through `nx lint`: run bare before a project graph exists, the boundary rule would be skipped in silence.
 */
export const boundaries = [
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:pure', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:storage', onlyDependOnLibsWithTags: ['type:platform'] },
  { sourceTag: 'type:log', onlyDependOnLibsWithTags: ['type:storage', 'type:platform'] },
  { sourceTag: 'type:channel', onlyDependOnLibsWithTags: ['type:contract', 'type:pure', 'type:log', 'type:storage', 'type:platform'] },
  // A channel sees the Channel interface and the domain, never another channel.
  { sourceTag: 'type:channel-plugin', onlyDependOnLibsWithTags: ['type:channel', 'domain:contact'] },
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:contract', 'type:pure', 'type:log', 'type:storage', 'type:platform'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:contract', 'type:channel', 'type:channel-plugin', 'type:service', 'type:log', 'type:storage', 'type:platform', 'type:app',
      // The mailbox of --demo.
      'type:simulator',
    ],
  },
  // The browser's pages know the API alone.
  { sourceTag: 'type:web', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:test', onlyDependOnLibsWithTags: ['*'] },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/*.gen.ts', '**/gen/**', 'node_modules/**', 'data/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], enforceBuildableLibDependency: false, checkDynamicDependenciesExceptions: [], depConstraints: boundaries },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'off', // index access is checked; "!" states an invariant
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-extraneous-class': 'off', // Nest modules are empty classes
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['apps/console-web/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // Pure stays pure: no I/O, no framework.
    files: ['libs/contact/src/**/*.ts', 'libs/routing/src/**/*.ts', 'libs/channels/*/src/parse.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['fs', 'net', 'http', 'https', 'pg', 'typeorm'].flatMap((name) => [name, `node:${name}`]),
          patterns: ['@nestjs/*', 'node:fs/*', 'kafkajs*'],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly', URLSearchParams: 'readonly', Response: 'readonly', Buffer: 'readonly', fetch: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', setImmediate: 'readonly', performance: 'readonly', AbortSignal: 'readonly', AbortController: 'readonly', TextEncoder: 'readonly', TextDecoder: 'readonly', structuredClone: 'readonly' } },
    rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
);
