import { useEffect, useState } from 'react';

/** UTC ms, renewed every `everyMs`; deadlines want a minute, a call timer a second. */
export const useNow = (everyMs: number): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};
