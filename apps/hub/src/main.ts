#!/usr/bin/env node
import { runFromCommandLine } from './run.js';

await runFromCommandLine(process.argv.slice(2));
