import { answerCalls } from '../answer-calls.mjs';
import { MessageProvider } from './provider.mjs';

answerCalls(new MessageProvider());
