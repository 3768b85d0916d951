import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Another program on the same X11 screen, and the person's hands: a window of its own that takes key presses,
 * a look at who has the keyboard, keys that are pressed as on the real keyboard (XTEST), and keys that it grabs
 * for itself. Speaks the X11 protocol (X Window System Protocol, release 7.7) straight through the socket.
 */
export class X11Client {
  readonly #socket: Socket;
  readonly #setup: { root: number; idBase: number; minKeycode: number; maxKeycode: number };
  readonly #replies: ((reply: Buffer) => void)[] = [];
  readonly #errors: number[] = [];
  #pending = Buffer.alloc(0);
  #nextId = 0;
  #keysyms: number[][] = [];
  #xtest = 0;
  /** Keysyms that this program's window was given, in order. */
  readonly received: number[] = [];
  /** How many times the window lost the keyboard. */
  focusLost = 0;

  private constructor(socket: Socket, setup: Buffer) {
    this.#socket = socket;
    const vendor = setup.readUInt16LE(24);
    const formats = setup.readUInt8(29);
    const screen = 40 + Math.ceil(vendor / 4) * 4 + formats * 8;
    this.#setup = {
      root: setup.readUInt32LE(screen),
      idBase: setup.readUInt32LE(12),
      minKeycode: setup.readUInt8(34),
      maxKeycode: setup.readUInt8(35),
    };
    socket.on('data', (data) => this.#take(data));
  }

  /** Connects to the screen of DISPLAY. */
  static async connect(): Promise<X11Client> {
    const number = /:(\d+)/.exec(process.env['DISPLAY'] ?? '')?.[1];
    if (number === undefined) throw new Error('There is no X11 screen: DISPLAY is not set.');
    const socket = connect(`/tmp/.X11-unix/X${number}`);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const name = Buffer.from('MIT-MAGIC-COOKIE-1');
    const cookie = await cookieOf(number);
    const hello = Buffer.alloc(12);
    hello.write('l', 0, 'latin1');
    hello.writeUInt16LE(11, 2);
    hello.writeUInt16LE(cookie === null ? 0 : name.length, 6);
    hello.writeUInt16LE(cookie?.length ?? 0, 8);
    socket.write(Buffer.concat([hello, ...(cookie === null ? [] : [padded(name), padded(cookie)])]));
    const setup = await readSetup(socket);
    const client = new X11Client(socket, setup);
    await client.#learn();
    return client;
  }

  /** A window on top of everything that holds the keyboard, as a program does in which somebody types. */
  async openFocusedWindow(): Promise<number> {
    const id = this.#newId();
    const create = Buffer.alloc(40);
    create.writeUInt8(1, 0);
    create.writeUInt16LE(10, 2);
    create.writeUInt32LE(id, 4);
    create.writeUInt32LE(this.#setup.root, 8);
    for (const [at, value] of [
      [12, 1200],
      [14, 20],
      [16, 300],
      [18, 120],
      [20, 0],
      [22, 1],
    ] as const)
      create.writeUInt16LE(value, at);
    // Values: override-redirect, and the events KeyPress, StructureNotify and FocusChange.
    create.writeUInt32LE((1 << 9) | (1 << 11), 28);
    create.writeUInt32LE(1, 32);
    create.writeUInt32LE(1 | (1 << 17) | (1 << 21), 36);
    this.#send(create);
    this.#send(request(8, 0, [id]));
    await this.#sync();
    this.#send(request(42, 1, [id, 0]));
    await this.#sync();
    return id;
  }

  /** The window that has the keyboard. */
  async focus(): Promise<number> {
    return (await this.#ask(request(43, 0, []))).readUInt32LE(8);
  }

  /** Presses and releases keys as a person does, all held until the last is down, e.g. `Control_L`, `a`. */
  async press(...names: readonly string[]): Promise<void> {
    const codes = names.map((name) => this.#keycode(name));
    for (const code of codes) this.#fakeKey(2, code);
    for (const code of codes.toReversed()) this.#fakeKey(3, code);
    await this.#sync();
  }

  /** Types text of lower-case letters, digits and spaces, key by key. */
  async type(text: string): Promise<void> {
    for (const character of text)
      await this.press(character === '\n' ? 'Return' : character === ' ' ? 'space' : character);
  }

  /** Text of what the window was given. */
  text(): string {
    return this.received
      .map((keysym) => (keysym === 0xff0d ? '\n' : keysym < 0x100 ? String.fromCharCode(keysym) : ''))
      .join('');
  }

  /** Takes a combination for this program, as any program with hotkeys does. `modifiers` is an X11 mask. */
  async grab(modifiers: number, name: string): Promise<void> {
    const body = Buffer.alloc(16);
    body.writeUInt8(33, 0);
    body.writeUInt8(1, 1);
    body.writeUInt16LE(4, 2);
    body.writeUInt32LE(this.#setup.root, 4);
    body.writeUInt16LE(modifiers, 8);
    body.writeUInt8(this.#keycode(name), 10);
    body.writeUInt8(1, 11);
    body.writeUInt8(1, 12);
    this.#send(body);
    await this.#sync();
    const error = this.#errors.shift();
    if (error !== undefined) throw new Error(`The keys could not be grabbed: X11 error ${error}.`);
  }

  close(): void {
    this.#socket.destroy();
  }

  async #learn(): Promise<void> {
    const { minKeycode, maxKeycode } = this.#setup;
    const count = maxKeycode - minKeycode + 1;
    const ask = Buffer.alloc(8);
    ask.writeUInt8(101, 0);
    ask.writeUInt16LE(2, 2);
    ask.writeUInt8(minKeycode, 4);
    ask.writeUInt8(count, 5);
    const map = await this.#ask(ask);
    const each = map.readUInt8(1);
    this.#keysyms = Array.from({ length: count }, (_, index) =>
      Array.from({ length: each }, (__, column) => map.readUInt32LE(32 + (index * each + column) * 4)),
    );
    const name = Buffer.from('XTEST');
    const query = Buffer.alloc(8);
    query.writeUInt8(98, 0);
    query.writeUInt16LE(2 + Math.ceil(name.length / 4), 2);
    query.writeUInt16LE(name.length, 4);
    const extension = await this.#ask(Buffer.concat([query, padded(name)]));
    if (extension.readUInt8(8) !== 1) throw new Error('This X server cannot press keys (no XTEST).');
    this.#xtest = extension.readUInt8(9);
  }

  #keycode(name: string): number {
    const named: Record<string, number> = {
      Control_L: 0xffe3,
      Shift_L: 0xffe1,
      Alt_L: 0xffe9,
      Return: 0xff0d,
      Escape: 0xff1b,
      space: 0x20,
    };
    const keysym = named[name] ?? name.charCodeAt(0);
    const index = this.#keysyms.findIndex((columns) => columns[0] === keysym);
    if (index === -1) throw new Error(`The keyboard has no key ${name}.`);
    return this.#setup.minKeycode + index;
  }

  #fakeKey(type: 2 | 3, keycode: number): void {
    const fake = Buffer.alloc(36);
    fake.writeUInt8(this.#xtest, 0);
    fake.writeUInt8(2, 1);
    fake.writeUInt16LE(9, 2);
    fake.writeUInt8(type, 4);
    fake.writeUInt8(keycode, 5);
    this.#send(fake);
  }

  #newId(): number {
    this.#nextId += 1;
    return this.#setup.idBase + this.#nextId;
  }

  #send(message: Buffer): void {
    this.#socket.write(message);
  }

  #ask(message: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#replies.push(resolve);
      this.#send(message);
    });
  }

  /** Everything sent so far has been done by the server, and its events have arrived. */
  async #sync(): Promise<void> {
    await this.focus();
  }

  #take(data: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, data]);
    while (this.#pending.length >= 32) {
      const kind = this.#pending.readUInt8(0) & 0x7f;
      const length = kind === 1 ? 32 + this.#pending.readUInt32LE(4) * 4 : 32;
      if (this.#pending.length < length) return;
      const message = this.#pending.subarray(0, length);
      this.#pending = this.#pending.subarray(length);
      if (kind === 0) this.#errors.push(message.readUInt8(1));
      else if (kind === 1) this.#replies.shift()?.(message);
      else if (kind === 2) this.#keyPressed(message);
      // Mode: 0 = really lost, others are grabs that come and go.
      else if (kind === 10 && message.readUInt8(8) === 0) this.focusLost += 1;
    }
  }

  #keyPressed(event: Buffer): void {
    const keysym = this.#keysyms[event.readUInt8(1) - this.#setup.minKeycode]?.[0] ?? 0;
    const isModifier = keysym >= 0xffe1 && keysym <= 0xffee;
    if (!isModifier) this.received.push(keysym);
  }
}

/** X11 modifier masks. */
export const shiftMask = 1;
export const controlMask = 4;
export const altMask = 8;

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

const request = (opcode: number, detail: number, words: readonly number[]): Buffer => {
  const message = Buffer.alloc(4 + words.length * 4);
  message.writeUInt8(opcode, 0);
  message.writeUInt8(detail, 1);
  message.writeUInt16LE(1 + words.length, 2);
  words.forEach((word, index) => message.writeUInt32LE(word, 4 + index * 4));
  return message;
};

/** The key of the screen from the authority file (Xau format); null when the screen has none. */
const cookieOf = async (display: string): Promise<Buffer | null> => {
  const file = process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority');
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
  for (let at = 2; at < bytes.length; at += 2) {
    const fields = [0, 1, 2, 3].map(() => {
      const length = bytes.readUInt16BE(at);
      const field = bytes.subarray(at + 2, at + 2 + length);
      at += 2 + length;
      return field;
    });
    if (fields[1]?.toString() === display) return fields[3] ?? null;
  }
  return null;
};

const readSetup = (socket: Socket): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const take = (data: Buffer): void => {
      read = Buffer.concat([read, data]);
      if (read.length < 8 || read.length < 8 + read.readUInt16LE(6) * 4) return;
      socket.off('data', take);
      if (read.readUInt8(0) === 1) resolve(read);
      else reject(new Error('The X server refused the connection.'));
    };
    socket.on('data', take);
  });
