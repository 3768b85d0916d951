import { EmitterImpl, TransportState, type Transport } from 'sip.js';
import { guardMessage } from '../message-guard.ts';
import { withStrongestChallenge } from './strongest-challenge.ts';

/** What the line wants to hear from its socket. */
export type SocketListener = {
  opened(socket: number): void;
  /** Could not be opened, or went away by itself. */
  closed(socket: number): void;
  /** Any frame at all: the server lives. */
  heard(socket: number): void;
  /** A sound SIP message, before SIP.js sees it. */
  received(message: string): void;
  /** Last look at a message that goes out, e.g. to add a header. */
  sending(message: string): string;
};

const deaf: SocketListener = {
  opened: () => undefined,
  closed: () => undefined,
  heard: () => undefined,
  received: () => undefined,
  sending: (message) => message,
};

/**
 * SIP over WebSocket (RFC 7118) as a transport that somebody else steers. The one of SIP.js has a single
 * server, and it cannot let go: to a frozen server it waits for the closing handshake for half a minute and
 * refuses to connect meanwhile. Here a socket is simply abandoned, and the next may go to another server.
 */
export class SocketTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  listener: SocketListener = deaf;
  readonly #states = new EmitterImpl<TransportState>();
  #state = TransportState.Disconnected;
  #socket: WebSocket | null = null;
  #secure = true;

  get state(): TransportState {
    return this.#state;
  }

  get stateChange(): EmitterImpl<TransportState> {
    return this.#states;
  }

  /** Goes into Via (RFC 7118 section 5). */
  get protocol(): string {
    return this.#secure ? 'WSS' : 'WS';
  }

  /** Only the line opens sockets; SIP.js calls this when its user agent starts. */
  connect(): Promise<void> {
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  send(message: string): Promise<void> {
    if (!this.isConnected() || this.#socket === null) return Promise.reject(new Error('Not connected.'));
    this.#socket.send(this.listener.sending(message));
    return Promise.resolve();
  }

  /** Opens a socket to `server`; its outcome is told to the listener under the number `serial`. */
  open(serial: number, server: string): void {
    this.drop();
    this.#secure = !server.toLowerCase().startsWith('ws:');
    this.#become(TransportState.Connecting);
    let socket: WebSocket;
    try {
      socket = new WebSocket(server, 'sip');
    } catch {
      // Not an address, or one that the content security policy of the window does not know.
      this.#become(TransportState.Disconnected);
      queueMicrotask(() => this.listener.closed(serial));
      return;
    }
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const mine = (): boolean => socket === this.#socket;
    socket.addEventListener('open', () => {
      if (!mine()) return;
      this.#become(TransportState.Connected);
      this.onConnect?.();
      this.listener.opened(serial);
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (!mine()) return;
      const frame = typeof data === 'string' ? data : new TextDecoder().decode(data);
      this.listener.heard(serial);
      // The answer to a double CRLF (RFC 5626 section 4.4.1) is no message.
      if (mine() && frame.trim() !== '') this.#take(socket, frame);
    });
    socket.addEventListener('close', () => {
      if (!mine()) return;
      this.#forget();
      this.listener.closed(serial);
    });
    // A `close` follows each error.
    socket.addEventListener('error', () => undefined);
  }

  /** Lets go of the socket at once; nothing that it still brings is heard. */
  drop(): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#forget();
    try {
      socket.close(1000);
    } catch {
      // It was closing already.
    }
  }

  /** Gives SIP.js a message as if the server had sent it. */
  inject(message: string): void {
    this.onMessage?.(message);
  }

  /** Checks a frame before SIP.js sees it; malformed requests are refused, the rest is dropped. */
  #take(socket: WebSocket, frame: string): void {
    const verdict = guardMessage(frame);
    if (verdict.kind === 'refuse') socket.send(verdict.reply);
    if (verdict.kind !== 'pass') return;
    this.listener.received(verdict.message);
    this.onMessage?.(withStrongestChallenge(verdict.message));
  }

  #forget(): void {
    const connected = this.isConnected();
    this.#socket = null;
    this.#become(TransportState.Disconnected);
    if (connected) this.onDisconnect?.(new Error('The socket is gone.'));
  }

  #become(state: TransportState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#states.emit(state);
  }
}
