const limitMs = 3_000;

/**
 * Whether a server takes WebSocket connections for SIP again. Nothing is sent: the process that answers the
 * upgrade is the one that would answer a REGISTER.
 */
export function probeServer(server: string): Promise<boolean> {
  return new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = new WebSocket(server, 'sip');
    } catch {
      resolve(false);
      return;
    }
    const done = (alive: boolean): void => {
      clearTimeout(timer);
      resolve(alive);
      try {
        socket.close(1000);
      } catch {
        // It was closing already.
      }
    };
    const timer = setTimeout(() => done(false), limitMs);
    socket.addEventListener('open', () => done(true));
    socket.addEventListener('error', () => done(false));
    socket.addEventListener('close', () => done(false));
  });
}
