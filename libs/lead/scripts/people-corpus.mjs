import { peopleCorpus } from '../dist/likeness/corpus/main.js';

process.exitCode = peopleCorpus(process.argv.slice(2));
