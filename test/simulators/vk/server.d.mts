/** What a spec in the same process uses of the simulated VK. */
export declare class VkServer {
  constructor(options?: { limits?: boolean; strict?: boolean; pauseFactor?: number; mostFailures?: number });
  /** Goes around each call while it is carried out; when it rejects, the client has died. */
  intercept: (<T>(call: () => Promise<T>) => Promise<T>) | undefined;
  readonly calls: readonly { readonly method: string; readonly params: Readonly<Record<string, string>>; readonly at: number }[];
  readonly errors: readonly string[];
  readonly url: string;
  listen(port?: number): Promise<number>;
  close(): Promise<void>;
  now(): number;
  advance(seconds: number): void;
  groups(): SimulatedGroup[];
  addGroup(group?: { id?: number; token?: string; name?: string; screenName?: string }): SimulatedGroup;
  revoke(group: SimulatedGroup, revoked?: boolean): void;
  fault(fault: { on: string; action: string; code?: number; description?: string; retryAfter?: number; times?: number; rate?: number }): void;
  clearFaults(): void;
  expireFiles(): void;
}

export interface SimulatedCallbackServer {
  readonly id: number;
  readonly url: string;
  secret_key: string;
  status: string;
  readonly events: ReadonlySet<string>;
  readonly waiting: number;
  readonly log: readonly { readonly type: string; readonly event_id?: string; readonly status: number; readonly body: string; readonly retry?: number }[];
}

export interface SimulatedGroup {
  readonly id: number;
  readonly token: string;
  rights: Set<string>;
  confirmationCode: string;
  readonly blacklist: Set<number>;
  readonly answered: readonly string[];
  readonly events: readonly { readonly type: string; readonly event_id: string }[];
  readonly servers: readonly SimulatedCallbackServer[];
  readonly peers: ReadonlyMap<number, readonly SimulatedMessage[]>;
  /** `beginsAtOldest`: whoever asks for the first time hears what is kept; VK's begins with what comes next. */
  readonly longPoll: { is_enabled: boolean; beginsAtOldest: boolean; key: string; events: Readonly<Record<string, boolean>> };
  readonly queue: { readonly ts: number; forget(keep?: number): void; wake(): void };
  tell(type: string, object: unknown): { readonly event_id: string };
  tellAgain(event: object): void;
  keep(message: object): SimulatedMessage;
  addServer(server: { url: string; title?: string; secret_key?: string }): SimulatedCallbackServer;
  removeServer(server: SimulatedCallbackServer): void;
}

export interface SimulatedMessage {
  readonly id: number;
  readonly conversation_message_id: number;
  readonly peer_id: number;
  readonly text: string;
  readonly random_id: number;
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
}

/** What people do, see customer.mjs. */
export declare class Customers {
  constructor(server: VkServer, group: SimulatedGroup);
  write(letter: object): SimulatedMessage;
  photos(letter: object): SimulatedMessage;
  file(letter: object): SimulatedMessage;
  edit(change: object): SimulatedMessage;
  press(button: object): { readonly event_id: string };
  deny(by: object): object;
  read(by: object): object;
  comment(note: object): { readonly id: number; readonly post_id: number };
  leadForm(form: object): { readonly lead_id: number };
  order(order: object): { readonly id: number };
}
