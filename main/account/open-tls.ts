import { isIP, type Socket } from 'node:net';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { LineFinding } from '../../core/call/line-check.ts';
import { codeOfError, errorLine, Found, type StepResult } from './found.ts';

/**
 * What the phone itself thinks of the certificate: `trusted`, or Chromium's error, e.g.
 * `net::ERR_CERT_AUTHORITY_INVALID`; null when it cannot say. It knows the CAs of the operating system, Node may not.
 */
export type CertificateJudge = (host: string, port: number) => Promise<string | null>;

export type TlsOptions = {
  host: string;
  port: number;
  limitMs: number;
  /** UTC ms. */
  now: number;
  judge: CertificateJudge;
};

const soonMs = 14 * 24 * 3_600_000;

/**
 * Shakes hands and looks at the certificate. The connection is opened without judging it, so that what is wrong
 * can be named; nothing but an empty web request is ever sent over a connection whose certificate failed.
 */
export const openTls = async (
  socket: Socket,
  options: TlsOptions,
): Promise<{ socket: TLSSocket; result: StepResult }> => {
  const tls = await shakeHands(socket, options);
  const certificate = tls.getPeerCertificate();
  const technical = factsOf(tls, certificate);
  const finding = await verdict(tls, certificate, options, technical);
  if (finding === null) {
    const end = Date.parse(certificate.valid_to);
    const soon = end - options.now < soonMs;
    return {
      socket: tls,
      result: soon
        ? { finding: 'certificate_expires_soon', values: { until: dayOf(end) }, technical }
        : { finding: null, technical },
    };
  }
  const clock = await clockDoubt(tls, certificate, finding, options);
  tls.destroy();
  if (clock !== null)
    throw new Found('clock_wrong', [...technical, `HTTP Date: ${new Date(clock).toISOString()}`], {
      minutes: Math.round(Math.abs(clock - options.now) / 60_000),
    });
  throw new Found(finding, technical, {
    host: options.host,
    names: namesOf(certificate),
    issuer: one(certificate.issuer?.O ?? certificate.issuer?.CN),
    from: dayOf(Date.parse(certificate.valid_from)),
    until: dayOf(Date.parse(certificate.valid_to)),
  });
};

const shakeHands = (socket: Socket, { host, port, limitMs }: TlsOptions): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const tls = connect({
      socket,
      host,
      port,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    });
    const fail = (found: Found): void => {
      clearTimeout(timer);
      tls.destroy();
      reject(found);
    };
    const timer = setTimeout(
      () => fail(new Found('tls_silent', [`TLS ${host}:${port}: no answer in ${limitMs} ms`])),
      limitMs,
    );
    tls.once('error', (error: Error) => fail(handshakeFailure(error)));
    tls.once('close', () => fail(new Found('tls_failed', ['closed during the handshake'])));
    tls.once('secureConnect', () => {
      clearTimeout(timer);
      tls.removeAllListeners('error');
      tls.removeAllListeners('close');
      tls.on('error', () => undefined);
      resolve(tls);
    });
  });

/** Codes are those of OpenSSL and of Electron's BoringSSL, which differ. */
const handshakeFailure = (error: Error): Found => {
  const line = errorLine(error);
  const code = `${codeOfError(error)} ${line}`;
  if (
    /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_PROTOCOLS|NO_SHARED_CIPHER|NO_COMMON|HANDSHAKE_FAILURE|TOO_SMALL|INSUFFICIENT/i.test(
      code,
    )
  )
    return new Found('tls_too_old', [line]);
  if (
    /WRONG_VERSION_NUMBER|HTTP_REQUEST|packet length too long|UNKNOWN_PROTOCOL|UNEXPECTED_MESSAGE|DECODE_ERROR/i.test(
      code,
    )
  )
    return new Found('tls_not_spoken', [line]);
  return new Found('tls_failed', [line]);
};

const untrusted = 'certificate_untrusted';

/** Node's verdict by code; the phone's own one is asked afterwards and decides. */
const findingByNode = (error: string): LineFinding =>
  error === 'CERT_HAS_EXPIRED'
    ? 'certificate_expired'
    : error === 'CERT_NOT_YET_VALID'
      ? 'certificate_not_yet_valid'
      : error === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? 'certificate_wrong_name'
        : untrusted;

/** What is wrong with the certificate, or null. A wrong date or name is told before a missing trust. */
const verdict = async (
  tls: TLSSocket,
  certificate: PeerCertificate,
  { host, port, now, judge }: TlsOptions,
  technical: string[],
): Promise<LineFinding | null> => {
  const error = nodeVerdict(tls);
  if (error !== null) technical.push(`Node: ${error}`);
  const phone = await judge(host, port);
  if (phone !== null) technical.push(`Phone: ${phone}`);
  if (phone === 'trusted' || (phone === null && error === null)) return null;
  if (Date.parse(certificate.valid_to) < now) return 'certificate_expired';
  if (Date.parse(certificate.valid_from) > now) return 'certificate_not_yet_valid';
  if (phone?.includes('COMMON_NAME') === true) return 'certificate_wrong_name';
  if (phone !== null) return untrusted;
  return findingByNode(error ?? '');
};

const nodeVerdict = (tls: TLSSocket): string | null => {
  if (tls.authorized) return null;
  // Typed as an Error, in fact a code for what the chain lacks.
  const error: unknown = tls.authorizationError;
  return codeOfError(error) || String(error);
};

/**
 * The server's clock, when the certificate's dates only fail by ours: then the workstation's clock is wrong, not
 * the certificate. Null otherwise. The date is a hint from a server that is not trusted yet and changes nothing.
 */
const clockDoubt = async (
  tls: TLSSocket,
  certificate: PeerCertificate,
  finding: LineFinding,
  { host, limitMs }: TlsOptions,
): Promise<number | null> => {
  if (finding !== 'certificate_expired' && finding !== 'certificate_not_yet_valid') return null;
  const date = await askDate(tls, host, Math.min(limitMs, 2_000));
  if (date === null) return null;
  const fits = date > Date.parse(certificate.valid_from) && date < Date.parse(certificate.valid_to);
  return fits ? date : null;
};

const askDate = (tls: TLSSocket, host: string, limitMs: number): Promise<number | null> =>
  new Promise((resolve) => {
    let head = '';
    const done = (date: number | null): void => {
      clearTimeout(timer);
      resolve(date);
    };
    const timer = setTimeout(() => done(null), limitMs);
    tls.on('data', (chunk: Buffer) => {
      head += chunk.toString('latin1');
      const found = /\r\ndate:\s*([^\r\n]+)\r\n/i.exec(head);
      if (found?.[1] === undefined) return;
      const date = Date.parse(found[1]);
      done(Number.isNaN(date) ? null : date);
    });
    tls.once('close', () => done(null));
    tls.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });

const one = (value: string | readonly string[] | undefined): string =>
  (typeof value === 'string' ? value : (value?.[0] ?? '')).slice(0, 80);

const namesOf = (certificate: PeerCertificate): string =>
  (certificate.subjectaltname ?? one(certificate.subject?.CN))
    .replaceAll(/(DNS|IP Address):/g, '')
    .slice(0, 120);

/** Day of a moment, `2026-11-22`. */
const dayOf = (time: number): string => (Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10));

const factsOf = (tls: TLSSocket, certificate: PeerCertificate): string[] => [
  `${tls.getProtocol() ?? 'TLS'} ${tls.getCipher().name}`,
  `certificate for ${namesOf(certificate)}, issued by ${one(certificate.issuer?.CN) || one(certificate.issuer?.O)}`,
  `valid ${certificate.valid_from} to ${certificate.valid_to}`,
  `SHA-256 ${certificate.fingerprint256}`,
];
