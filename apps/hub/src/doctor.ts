import { ConfigError, loadConfig } from '@tributary/platform';
import { databaseFindings } from './doctor/database.js';
import { type Finding, ill } from './doctor/finding.js';
import { kafkaFindings } from './doctor/kafka.js';
import { machineFindings, portFindings } from './doctor/machine.js';
import { both, terminalLocale } from './doctor/say.js';
import { outsideSettings } from './outside-settings.js';

const MARKS = { well: '✓', weak: '!', ill: '✗' } as const;

/** `npm run doctor`: a line for each thing looked at, beside a running hub or without one. Exit code 1: something is ill. */
const findings = await look();
const locale = terminalLocale(process.env);
for (const { state, is, todo } of findings) console.log(`${MARKS[state]} ${is[locale]}${todo ? `: ${todo[locale]}` : ''}`);
process.exitCode = findings.some(({ state }) => state === 'ill') ? 1 : 0;

async function look(): Promise<Finding[]> {
  try {
    const config = loadConfig(process.env);
    const { kafka } = outsideSettings(process.env);
    return [...machineFindings(config), ...(await portFindings(config)), ...(await databaseFindings(config)), ...(await kafkaFindings(kafka))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [ill({ ru: 'настройки', en: 'settings' }, both(error.message))];
  }
}
