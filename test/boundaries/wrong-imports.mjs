/**
 * Proves that the boundary rule forbids: deliberately wrong imports must be refused, right ones must pass.
 * Prints one line per case; exits 1 when a case went the other way. (`npm run boundaries`)
 */
import { ESLint } from 'eslint';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { createProjectGraphAsync } from '@nx/devkit';
import { boundaries } from '../../eslint.config.mjs';

process.env.NX_DAEMON ??= 'false';

const CASES = [
  ['libs/contact/src/x.ts', '@tributary/storage', false],
  ['libs/routing/src/x.ts', '@tributary/contact', false],
  ['libs/channels/form/src/x.ts', '@tributary/channel-api', false],
  ['libs/channels/form/src/x.ts', '@tributary/event-log', false],
  ['libs/channels/form/src/x.ts', '@tributary/routing', false],
  ['libs/lead/src/x.ts', '@tributary/channel', false],
  ['libs/console/src/x.ts', '@tributary/lead', false],
  ['libs/platform/src/x.ts', '@tributary/storage', false],
  ['libs/storage/src/x.ts', '@tributary/event-log', false],
  ['libs/channels/form/src/x.ts', '@tributary/contact', true],
  ['libs/lead/src/x.ts', '@tributary/routing', true],
  ['apps/hub/src/x.ts', '@tributary/lead', true],
];

await createProjectGraphAsync(); // without a graph the rule would be skipped in silence
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { '@nx': nx },
      rules: { '@nx/enforce-module-boundaries': ['error', { allow: [], enforceBuildableLibDependency: false, depConstraints: boundaries }] },
    },
  ],
});

let wrong = 0;
for (const [filePath, imported, allowed] of CASES) {
  const [result] = await eslint.lintText(`import * as x from '${imported}';\nexport default x;\n`, { filePath });
  const refused = result.messages.some((m) => m.ruleId === '@nx/enforce-module-boundaries');
  const ok = refused !== allowed && result.messages.every((m) => m.ruleId);
  if (!ok) wrong += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${filePath} ${refused ? 'may not' : 'may'} import ${imported}`);
}
console.log(`${CASES.length - wrong} passed, ${wrong} failed`);
process.exit(wrong ? 1 : 0);
