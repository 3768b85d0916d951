import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeProblem, problemContentType, type ProblemCode } from '../../core/sync/problems.ts';

/**
 * What happens to one request on its way to head office:
 * - `pass`          nothing
 * - `drop`          the connection breaks before head office sees the request
 * - `lose-answer`   head office answers, the answer never arrives
 * - `half-answer`   the connection breaks in the middle of the answer
 * - `twice`         head office gets the request two times; the second answer arrives
 * - `delay`         the request is passed on so many milliseconds later
 * - `hang`          nobody answers until the client gives up
 * - `answer`        some box on the way answers instead of head office
 */
export type Fault =
  | { kind: 'pass' | 'drop' | 'lose-answer' | 'half-answer' | 'twice' | 'hang' }
  | { kind: 'delay'; ms: number }
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string };

/** A problem in the words of head office, made on the way. */
export const problemFault = (code: ProblemCode, headers: Record<string, string> = {}): Fault => {
  const body = makeProblem(code, 'as the test wants it');
  return {
    kind: 'answer',
    status: body.status,
    headers: { 'content-type': problemContentType, ...headers },
    body: JSON.stringify(body),
  };
};

export type FaultProxy = {
  readonly url: string;
  /** Paths of the requests that came in, oldest first. */
  readonly seen: string[];
  /** Faults for the next requests, in order; afterwards everything passes. */
  next(...faults: Fault[]): void;
  /** Decides about every request for which no `next` is waiting. */
  each(choose: (path: string) => Fault): void;
  close(): Promise<void>;
};

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

const readAll = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const forward = (upstream: string, request: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { host: _host, connection: _connection, ...headers } = request.headers;
    const out = httpRequest(
      new URL(request.url ?? '/', upstream),
      { method: request.method, headers, agent: false },
      (response) => {
        readAll(response).then(
          (answer) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer }),
          reject,
        );
      },
    );
    out.on('error', reject);
    out.end(body);
  });

/** A real HTTP proxy on loopback that breaks what it is told to break. */
export const startFaultProxy = async (upstream: string): Promise<FaultProxy> => {
  const seen: string[] = [];
  const planned: Fault[] = [];
  let choose: (path: string) => Fault = () => ({ kind: 'pass' });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    seen.push(path);
    const fault = planned.shift() ?? choose(path);
    const body = await readAll(request);
    if (fault.kind === 'drop') {
      request.socket.destroy();
      return;
    }
    if (fault.kind === 'hang') return;
    if (fault.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault.kind === 'answer') {
      response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? '');
      return;
    }
    if (fault.kind === 'twice') await forward(upstream, request, body);
    const answer = await forward(upstream, request, body);
    if (fault.kind === 'lose-answer') {
      request.socket.destroy();
      return;
    }
    const {
      connection: _connection,
      'keep-alive': _keepAlive,
      'transfer-encoding': _encoding,
      ...headers
    } = answer.headers;
    response.writeHead(answer.status, { ...headers, 'content-length': String(answer.body.length) });
    if (fault.kind === 'half-answer') {
      response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () =>
        request.socket.destroy(),
      );
      return;
    }
    response.end(answer.body);
  };

  const server = createServer((request, response) => {
    // Head office down: the client sees what a dead port behind a load balancer looks like.
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    next: (...faults) => void planned.push(...faults),
    each: (decide) => {
      choose = decide;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
