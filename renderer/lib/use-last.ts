import { useState } from 'react';

/** The last value that was there: keeps figures on screen while a new list is on its way. */
export const useLast = <V>(value: V | null): V | null => {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
};
