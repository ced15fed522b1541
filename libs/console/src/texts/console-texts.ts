import { registerTexts } from '@tributary/platform';
import { en } from './en.js';
import { ru } from './ru.js';

/** The console's texts for problems; those of the pages stand beside the pages (apps/console-web). */
export const consoleText = registerTexts('console', { en, ru });
