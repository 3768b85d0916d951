import { useEffect, useState } from 'react';

/** The value once it has rested for `ms`: one question to main for a typed word, not one for each letter. */
export const useDebounced = <V>(value: V, ms: number): V => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
};
