import type { FailureClass } from '@tributary/channel';
import { channel } from '@tributary/channel-telegram';
import { describePull, type ScriptedProvider } from '@tributary/channel/testing';
import { Customers, type SimulatedBot, TelegramServer } from '@tributary/telegram-simulator/server.mjs';

/** How the Bot API shows each class of failure. */
const FAILURES: Partial<Record<FailureClass, { action: string; code?: number }>> = {
  credentials: { action: 'status', code: 401 },
  network: { action: 'close' },
  provider: { action: 'status', code: 502 },
  quota: { action: 'status', code: 429 },
};

/** A bot on the simulated server, in this process, so that each request is a call that can be the last one. */
class ScriptedBot implements ScriptedProvider {
  readonly #server = new TelegramServer();
  readonly #bot: SimulatedBot = this.#server.addBot();
  readonly #customers = new Customers(this.#bot);
  #port = 0;
  #written = 0;

  static async open(): Promise<ScriptedBot> {
    const scripted = new ScriptedBot();
    scripted.#port = await scripted.#server.listen();
    return scripted;
  }

  get settings() {
    return { token: this.#bot.token, apiRoot: `http://127.0.0.1:${this.#port}`, pollSeconds: 5 };
  }

  set intercept(around: ScriptedProvider['intercept']) {
    this.#server.intercept = around;
  }

  deliver(text: string): Promise<void> {
    this.#customers.write({ from: 1_001, text });
    return Promise.resolve();
  }

  deliverBad(): Promise<Uint8Array> {
    const update = this.#bot.tell({ message: { message_id: `none ${(this.#written += 1)}` } });
    return Promise.resolve(Buffer.from(JSON.stringify(update)));
  }

  acknowledged(): readonly string[] {
    return this.#bot.queue.confirmed.flatMap(({ message }) => message?.text ?? []);
  }

  fail(failureClass: FailureClass | undefined): Promise<void> {
    const failure = failureClass && FAILURES[failureClass];
    this.#server.clearFaults();
    if (failure) this.#server.fault({ on: '*', ...failure, times: Infinity });
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

describePull(channel, { provider: () => ScriptedBot.open(), failures: ['credentials', 'network', 'provider', 'quota'] });
