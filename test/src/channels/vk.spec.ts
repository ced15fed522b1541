import type { FailureClass } from '@tributary/channel';
import { channel } from '@tributary/channel-vk';
import { describePull, type ScriptedProvider } from '@tributary/channel/testing';
import { Customers, type SimulatedGroup, VkServer } from '../../simulators/vk/server.mjs';

/** How VK shows each class of failure. */
const FAILURES: Partial<Record<FailureClass, { action: string; code?: number }>> = {
  credentials: { action: 'error', code: 27 },
  network: { action: 'close' },
  provider: { action: 'error', code: 10 },
  quota: { action: 'error', code: 6 },
};

/** A community on the simulated server, in this process, so that each request is a call that can be the last one. */
class ScriptedGroup implements ScriptedProvider {
  readonly #server = new VkServer();
  readonly #group: SimulatedGroup = this.#server.addGroup();
  readonly #customers = new Customers(this.#server, this.#group);
  #written = 0;

  static async open(): Promise<ScriptedGroup> {
    const scripted = new ScriptedGroup();
    await scripted.#server.listen();
    // As for an account that was connected before the first event.
    Object.assign(scripted.#group.longPoll, { is_enabled: true, beginsAtOldest: true });
    Object.assign(scripted.#group.longPoll.events, { message_new: true });
    return scripted;
  }

  get settings() {
    return { accessToken: this.#group.token, groupId: this.#group.id, apiRoot: this.#server.url, pollSeconds: 5 };
  }

  set intercept(around: ScriptedProvider['intercept']) {
    this.#server.intercept = around;
  }

  deliver(text: string): Promise<void> {
    this.#customers.write({ from: 1_001, text });
    return Promise.resolve();
  }

  /** As an event, and as a message of the history. */
  deliverBad(): Promise<Uint8Array> {
    const message = this.#group.keep({ from_id: 1_001, peer_id: 1_001, text: this.#written++ });
    return Promise.resolve(Buffer.from(JSON.stringify(this.#group.tell('message_new', { message }))));
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

describePull(channel, { provider: () => ScriptedGroup.open(), failures: ['credentials', 'network', 'provider', 'quota'] });
