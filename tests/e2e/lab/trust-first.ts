import type { ElectronApplication } from '@playwright/test';

/**
 * Takes the lab's certificate, which nobody signed, as an office would that has its own authority: the one that
 * is seen first for a host is trusted, by the phone and by the line check, and Chromium judges every other.
 */
export const trustFirstCertificate = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ session }) => {
    const trusted = new Map<string, string>();
    for (const one of [session.defaultSession, session.fromPartition('line-check', { cache: false })])
      one.setCertificateVerifyProc(({ hostname, certificate }, done) => {
        const known = trusted.get(hostname) ?? certificate.fingerprint;
        trusted.set(hostname, known);
        done(known === certificate.fingerprint ? 0 : -3);
      });
  });
