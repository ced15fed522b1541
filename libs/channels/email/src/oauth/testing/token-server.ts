import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: object | string;
}

/** A token endpoint that answers what it is told, in order, the last one again and again. */
export class TokenServer {
  readonly requests: URLSearchParams[] = [];
  private readonly server: Server;

  constructor(public answers: (TokenAnswer | 'silence')[]) {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.requests.push(new URLSearchParams(body));
        const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0]!;
        if (answer === 'silence') return;
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
        response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
