// `npm run corpus`: of mail, or, with the word `people` and a folder behind it, of people.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2);
const ofPeople = args[0] === 'people' && args.length > 1;
const script = fileURLToPath(new URL(ofPeople ? '../../libs/lead/scripts/people-corpus.mjs' : '../../libs/channels/email/scripts/corpus.mjs', import.meta.url));
const build = ofPeople ? spawnSync('npm', ['run', '-s', 'build'], { stdio: ['ignore', 'inherit', 'inherit'], cwd: fileURLToPath(new URL('../..', import.meta.url)) }) : undefined;
process.exitCode = build?.status || (spawnSync(process.execPath, [script, ...(ofPeople ? args.slice(1) : args)], { stdio: 'inherit' }).status ?? 1);
