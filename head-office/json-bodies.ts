import { createGunzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem-error.ts';

/**
 * Bodies are application/json, plain or gzip. The limit counts what comes out of gzip, so a small file that
 * unpacks into gigabytes stops at the limit.
 */
export const addJsonBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(new ProblemError('malformed', 'The body is not JSON.'));
    }
  });
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    if (encoding === 'identity') return payload;
    if (encoding !== 'gzip') {
      throw new ProblemError('media-type', 'Content-Encoding is gzip or absent.');
    }
    const gunzip = Object.assign(createGunzip(), { receivedEncodedLength: 0 });
    payload.on('data', (chunk: Buffer) => (gunzip.receivedEncodedLength += chunk.length));
    payload.on('error', (error) => gunzip.destroy(error));
    return payload.pipe(gunzip);
  });
};
