/** What a spec in the same process uses of the simulated Bot API. */
export declare class TelegramServer {
  constructor(options?: { busyGuard?: boolean; strict?: boolean; pauseFactor?: number });
  /** Goes around each call while it is carried out; when it rejects, the client has died. */
  intercept: (<T>(call: () => Promise<T>) => Promise<T>) | undefined;
  readonly calls: readonly { readonly method: string; readonly params: Readonly<Record<string, unknown>>; readonly at: number }[];
  readonly errors: readonly string[];
  listen(port?: number): Promise<number>;
  close(): Promise<void>;
  now(): number;
  advance(seconds: number): void;
  bots(): SimulatedBot[];
  addBot(bot?: { token?: string; firstName?: string; username?: string }): SimulatedBot;
  revoke(bot: SimulatedBot, revoked?: boolean): void;
  fault(fault: { on: string; action: string; code?: number; description?: string; retryAfter?: number; times?: number; every?: number }): void;
  clearFaults(): void;
}

export interface SimulatedBot {
  readonly token: string;
  /** As messages name it. */
  readonly user: { readonly id: number; readonly username: string };
  getUpdates: () => unknown;
  readonly queue: {
    readonly pending: readonly { readonly update_id: number }[];
    readonly confirmed: readonly { readonly update_id: number; readonly message?: { readonly text?: string } }[];
    numberAnew(from: number): void;
  };
  readonly files: { describe: (id: string) => { readonly file_id: string; readonly file_path: string } };
  readonly answered: readonly string[];
  readonly chats: ReadonlyMap<number, readonly Readonly<Record<string, unknown>>[]>;
  webhook: { readonly url: string; readonly secret?: string } | undefined;
  tell(content: object): { readonly update_id: number };
}

/** What people do, see customer.mjs. */
export declare class Customers {
  constructor(bot: SimulatedBot);
  write(letter: object): SimulatedMessage;
  album(letter: object): SimulatedMessage[];
  card(letter: object): SimulatedMessage;
  file(letter: object): SimulatedMessage;
  edit(change: object): SimulatedMessage;
  press(button: object): { readonly id: string };
  block(by: object): void;
  migrate(group: object): { readonly id: number };
}

export interface SimulatedMessage {
  readonly message_id: number;
  readonly chat: { readonly id: number };
}
