import { join, normalize, sep } from 'node:path';
import type { WindowRole } from '../../core/ipc/envelope.ts';

const roles: readonly WindowRole[] = ['console', 'phone', 'customer'];

/**
 * Maps a request of one window to the file that answers it, or null. A window reaches its own page, the
 * bundled assets and, for the simulated customer, the practice voices; nothing else on the disk.
 */
export const fileForRequest = (
  url: string,
  folders: { pages: string; voices: string },
): { role: WindowRole; file: string } | null => {
  const { host, pathname } = new URL(url);
  const role = roles.find((name) => name === host);
  if (role === undefined) return null;
  const path = normalize(decodeURIComponent(pathname)).replaceAll('\\', '/');
  if (path.includes('..') || path.includes('\0')) return null;
  const within = (root: string, rest: string): { role: WindowRole; file: string } | null => {
    const file = join(root, rest);
    return file.startsWith(root + sep) ? { role, file } : null;
  };
  if (path === '/' || path === '/index.html') return within(folders.pages, join(role, 'index.html'));
  if (path.startsWith('/assets/')) return within(folders.pages, path);
  if (role === 'customer' && path.startsWith('/voices/'))
    return within(folders.voices, path.slice('/voices/'.length));
  return null;
};
