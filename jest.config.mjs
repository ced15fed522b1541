import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

/** Every workspace package by name, so that tests run on sources, not on a build. */
const packages = ['proto', 'test', ...folders('libs'), ...folders('libs/channels'), ...folders('apps')]
  .filter((path) => existsSync(join(root, path, 'package.json')))
  .map((path) => [JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')).name, path]);

function folders(parent) {
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent), { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => `${parent}/${e.name}`);
}

export default {
  rootDir: root,
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/proto', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    ...Object.fromEntries(packages.flatMap(([name, path]) => [
      [`^${name}$`, `<rootDir>/${path}/src/index.ts`],
      [`^${name}/(.+)$`, `<rootDir>/${path}/src/$1.ts`],
    ])),
    '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/libs/storage/src/testing/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/storage/src/testing/global-teardown.mjs',
  testTimeout: 30_000,
};
