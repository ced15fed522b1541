import { SimulatorProcess } from '../simulator-process.mjs';

/** The simulated IMAP server in a process of its own. */
export class ImapProcess extends SimulatorProcess {
  constructor() {
    super(new URL('./main.mjs', import.meta.url));
  }
}
