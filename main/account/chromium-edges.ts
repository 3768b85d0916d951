import { net, session, type Session } from 'electron';
import type { CertificateJudge } from './open-tls.ts';
import type { NetworkEdges } from './network-check.ts';
import { systemResolve } from './resolve-name.ts';

const stepLimitMs = 6_000;

/** Nothing of what the check asks may stay in the sessions of the windows. */
const checkSession = (): Session => session.fromPartition('line-check', { cache: false });

/**
 * Asks Chromium, which carries the phone, for its verdict on a certificate: it trusts what the operating system
 * trusts. Any answer of the server is trust; only a certificate error is none.
 */
const judge: CertificateJudge = (host, port) =>
  new Promise((resolve) => {
    const name = host.includes(':') ? `[${host}]` : host;
    const request = net.request({
      url: `https://${name}:${port}/`,
      session: checkSession(),
      redirect: 'manual',
    });
    const done = (verdict: string | null): void => {
      clearTimeout(timer);
      resolve(verdict);
      request.abort();
    };
    const timer = setTimeout(() => done(null), stepLimitMs);
    request.on('response', () => done('trusted'));
    request.on('redirect', () => done('trusted'));
    // A late error of the abort has nobody to tell.
    request.on('error', (error) => done(/net::ERR_CERT_\w+/.exec(error.message)?.[0] ?? null));
    request.end();
  });

/** The line check's way to the network: the system's resolver and proxies, and Chromium's trust. */
export const chromiumEdges = (now: () => number): NetworkEdges => ({
  now,
  resolve: systemResolve,
  proxies: (url) => session.defaultSession.resolveProxy(url),
  judge,
  limitMs: stepLimitMs,
});
