import { answerCalls } from '../answer-calls.mjs';
import { ImapServer } from './server.mjs';

answerCalls(new ImapServer());
