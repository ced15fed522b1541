import { once } from 'node:events';
import { type IncomingMessage, get } from 'node:http';

/** One message of a feed, as a browser sees it. */
export interface FeedMessage {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads a feed like a browser does, on a connection of its own. */
export class FeedClient {
  private readonly chunks: AsyncIterator<string>;
  private text = '';

  private constructor(readonly response: IncomingMessage) {
    this.chunks = response.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** @throws Error  the answer is no stream */
  static async open(url: string, headers: Record<string, string>): Promise<FeedClient> {
    const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`the answer is ${response.statusCode}`);
    return new FeedClient(response);
  }

  /** The next so many messages; comments are passed over. */
  async next(count: number): Promise<FeedMessage[]> {
    const messages: FeedMessage[] = [];
    while (messages.length < count) {
      const block = await this.block();
      if (block === undefined) throw new Error(`the feed ended after ${messages.length} messages`);
      const message = parse(block);
      if (message) messages.push(message);
    }
    return messages;
  }

  /** Resolves when the server has ended the stream; rejects when it was cut. */
  async end(): Promise<void> {
    while ((await this.block()) !== undefined);
  }

  close(): void {
    this.response.destroy();
  }

  private async block(): Promise<string | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.text.slice(0, end);
        this.text = this.text.slice(end + 2);
        return block;
      }
      const { value, done } = await this.chunks.next();
      if (done) return undefined;
      this.text += value;
    }
  }
}

function parse(block: string): FeedMessage | undefined {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))) as Record<string, string>;
  const { id, event, data } = fields;
  if (id === undefined || event === undefined || data === undefined) return undefined;
  return { id, event, data: JSON.parse(data) as Record<string, unknown> };
}
