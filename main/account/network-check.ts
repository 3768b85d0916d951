import type { Socket } from 'node:net';
import type { CheckRow, CheckStep } from '../../core/call/line-check.ts';
import { lineFindings } from '../../core/call/line-check.ts';
import { Found, type StepResult } from './found.ts';
import { openTcp, openTunnel, readProxyList } from './open-socket.ts';
import { openTls, type CertificateJudge } from './open-tls.ts';
import { resolveName, type ResolveName } from './resolve-name.ts';
import { upgradeWebSocket } from './upgrade-websocket.ts';

export type NetworkEdges = {
  /** UTC ms. */
  now: () => number;
  resolve: ResolveName;
  /** The system's proxies for an address, as Chromium lists them, e.g. `DIRECT`. */
  proxies: (url: string) => Promise<string>;
  judge: CertificateJudge;
  /** Patience of each step. */
  limitMs: number;
};

export type Report = (step: CheckStep, change: Partial<Omit<CheckRow, 'step' | 'server'>>) => void;

/** State of a row by what its step found. */
export const stateOf = ({ finding }: StepResult): 'passed' | 'warned' | 'failed' =>
  finding === null ? 'passed' : lineFindings[finding].warned ? 'warned' : 'failed';

/** Runs one step, tells its beginning and its end with the time taken, and gives null when it failed. */
export const runStep = async <T>(
  step: CheckStep,
  report: Report,
  now: () => number,
  run: () => Promise<{ value: T; result: StepResult }>,
): Promise<{ value: T } | null> => {
  const began = now();
  report(step, { state: 'running' });
  const tell = (result: StepResult): void =>
    report(step, {
      state: stateOf(result),
      ms: Math.max(0, Math.round(now() - began)),
      finding: result.finding,
      values: { ...result.values },
      technical: [...result.technical],
    });
  try {
    const { value, result } = await run();
    tell(result);
    return { value };
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    tell(error.result);
    return null;
  }
};

/**
 * Name, port, encryption and WebSocket of one server, each only when the one before worked. True when the whole
 * way is open, or when it leads through a proxy that only the phone itself can use.
 */
export const checkNetwork = async (
  server: string,
  edges: NetworkEdges,
  report: Report,
  signal: AbortSignal,
): Promise<boolean> => {
  const { limitMs, now } = edges;
  const url = new URL(server);
  const secure = url.protocol === 'wss:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port === '' ? (secure ? 443 : 80) : url.port);
  const way = readProxyList(await edges.proxies(server));
  if (way.kind === 'other') {
    report('dns', {
      state: 'warned',
      ms: 0,
      finding: 'proxy_not_tested',
      values: { proxy: way.name },
      technical: [],
    });
    for (const step of ['tcp', 'tls', 'websocket'] as const) report(step, { state: 'skipped' });
    return true;
  }
  // Behind a proxy it is the proxy that resolves the server's name.
  const proxy = way.kind === 'http' ? way.proxy : null;
  const target = proxy?.host ?? host;
  const via = proxy === null ? [] : [`through the proxy ${proxy.host}:${proxy.port}`];

  const resolved = await runStep('dns', report, now, async () => {
    const addresses = await resolveName(target, edges.resolve, limitMs);
    return {
      value: addresses,
      result: { finding: null, technical: [...via, `${target} = ${addresses.join(', ')}`] },
    };
  });
  if (resolved === null || signal.aborted) return false;

  const open: Socket[] = [];
  try {
    const tcp = await runStep('tcp', report, now, async () => {
      const socket =
        proxy === null
          ? await openTcp({ host, port }, limitMs, signal)
          : await openTunnel(proxy, { host, port }, limitMs, signal);
      open.push(socket);
      return {
        value: socket,
        result: { finding: null, technical: [...via, `connected to ${host}:${port}`] },
      };
    });
    if (tcp === null || signal.aborted) return false;

    let socket: Socket = tcp.value;
    if (secure) {
      const tls = await runStep('tls', report, now, async () => {
        const opened = await openTls(socket, { host, port, limitMs, now: now(), judge: edges.judge });
        return { value: opened.socket, result: opened.result };
      });
      if (tls === null || signal.aborted) return false;
      socket = tls.value;
      open.push(socket);
    } else {
      // Plain connections are allowed on loopback only, where there is nothing to encrypt.
      report('tls', { state: 'skipped', technical: ['ws:// on this computer'] });
    }

    const upgraded = await runStep('websocket', report, now, async () => ({
      value: null,
      result: await upgradeWebSocket(socket, { url, limitMs, now }),
    }));
    return upgraded !== null;
  } finally {
    for (const socket of open) socket.destroy();
  }
};
