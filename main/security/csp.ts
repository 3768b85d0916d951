import type { WindowRole } from '../../core/ipc/envelope.ts';

/**
 * Content security policy of a window. Nothing remote, nothing inline; only the windows with media may open a
 * WebSocket, and only to the SIP servers that are configured.
 */
export const contentSecurityPolicy = (role: WindowRole, phoneServers: readonly string[]): string => {
  const sockets = role === 'console' ? [] : phoneServers;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    role === 'console' ? "media-src 'none'" : "media-src 'self' blob:",
    ["connect-src 'self'", ...sockets].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
};
