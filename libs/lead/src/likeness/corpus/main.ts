import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LIKENESS_RULE, THRESHOLD_BITS } from '../score.js';
import { suggestPairs } from '../suggest.js';
import { madePeople } from './made-people.js';
import { readPeople } from './read-people.js';
import { scorePeople, type PeopleScore } from './score-people.js';
import { scoreSpellings } from './spellings.js';

const USAGE = 'npm run corpus -- people FOLDER [--json] [--scale 10000,100000]\nFOLDER holds .csv files of splink (column "cluster") or Febrl ("rec_id").';
const NUMBERS = 10_000;

/** `npm run corpus -- people`: how often exact keys and suggestions are right on sets whose truth is known. @returns exit code */
export function peopleCorpus(args: readonly string[]): number {
  const given = args.find((arg, n) => !arg.startsWith('--') && args[n - 1] !== '--scale');
  if (given === undefined) return complain(USAGE);
  // npm starts scripts in the project's root; folders are meant from where it was called.
  const folder = resolve(process.env['INIT_CWD'] ?? process.cwd(), given);
  let files: string[];
  try {
    files = readdirSync(folder).filter((name) => name.endsWith('.csv')).sort();
  } catch (error) {
    return complain(`${folder} can't be read: ${(error as Error).message}`);
  }
  if (files.length === 0) return complain(`${folder} holds no .csv file.\n${USAGE}`);
  const scores = files.map((file) => ({ file, ...scorePeople(readPeople(readFileSync(join(folder, file), 'utf8'))) }));
  const phones = scoreSpellings(NUMBERS);
  const scale = scales(args).map(measure);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ rule: LIKENESS_RULE, thresholdBits: THRESHOLD_BITS, files: scores, phones, scale }, null, 2)}\n`);
  else print(scores, phones, scale);
  return 0;
}

function scales(args: readonly string[]): number[] {
  const given = args[args.indexOf('--scale') + 1];
  return args.includes('--scale') && given ? given.split(',').map(Number).filter((count) => count > 0) : [];
}

interface Scale {
  readonly people: number;
  readonly compared: number;
  readonly suggested: number;
  readonly ms: number;
}

function measure(people: number): Scale {
  const profiles = [...madePeople(people)];
  const startedAt = performance.now();
  const { pairs, compared } = suggestPairs(profiles);
  return { people, compared, suggested: pairs.length, ms: Math.round(performance.now() - startedAt) };
}

function print(scores: readonly (PeopleScore & { file: string })[], phones: ReturnType<typeof scoreSpellings>, scale: readonly Scale[]): void {
  const rate = (value: number): string => value.toFixed(3);
  process.stdout.write(`rule ${LIKENESS_RULE}, threshold ${THRESHOLD_BITS} bits\n`);
  for (const { file, records, truePairs, sameMail, exact, single, persons, compared } of scores) {
    process.stdout.write(`\n${file}: ${records} records, ${truePairs} pairs are one person\n`);
    process.stdout.write(`  exact keys      ${exact.right} of ${sameMail} pairs with the same mail, ${exact.wrong} wrong\n`);
    process.stdout.write(`  suggestions     recall ${rate(single.recall)}, precision ${rate(single.precision)} (records as they are)\n`);
    process.stdout.write(`  both together   recall ${rate(persons.recall)}, precision ${rate(persons.precision)} (${compared} pairs compared)\n`);
  }
  process.stdout.write(`\nphones: ${phones.found} of ${phones.spellings} spellings read, ${phones.wrong} as another number\n`);
  for (const { people, compared, suggested, ms } of scale) process.stdout.write(`${people} people: ${compared} pairs compared, ${suggested} suggested, ${ms} ms\n`);
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}
