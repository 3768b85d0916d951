import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import type { WindowRole } from '../../core/ipc/envelope.ts';
import { contentSecurityPolicy } from './csp.ts';
import { fileForRequest } from './file-for-request.ts';

/** Our own scheme: no file:// page, one origin per window, so that storage and permissions never mix. */
export const scheme = 'app';

export const pageUrl = (role: WindowRole): string => `${scheme}://${role}/index.html`;

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webm': 'audio/webm',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.json': 'application/json; charset=utf-8',
};

/** Must run before the app is ready. */
export const declareAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
};

/** Serves the windows' pages with a content security policy of their own. */
export const serveApp = (
  folders: { pages: string; voices: string },
  phoneServers: () => readonly string[],
): void => {
  protocol.handle(scheme, async (request) => {
    const found = fileForRequest(request.url, folders);
    if (found === null) return new Response('Not found', { status: 404 });
    const type = contentTypes[extname(found.file)];
    if (type === undefined) return new Response('Not found', { status: 404 });
    try {
      const body = await readFile(found.file);
      return new Response(new Uint8Array(body), {
        headers: {
          'content-type': type,
          'content-security-policy': contentSecurityPolicy(found.role, phoneServers()),
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
};
