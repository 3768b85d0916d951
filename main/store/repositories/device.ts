import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { StoreError } from '../errors.ts';

export type Device = { id: string; epoch: number; incarnation: string | null };

/** The identity under which this store sends; made once, with the file. */
export const createDevice = (db: Database.Database, now: () => number) => {
  db.prepare<[string, number]>(
    'INSERT INTO device (one, id, epoch, created_at) VALUES (1, ?, 1, ?) ON CONFLICT DO NOTHING',
  ).run(randomUUID(), now());
  const get = db.prepare<[], Device>('SELECT id, epoch, incarnation FROM device');
  const setIncarnation = db.prepare<[string]>('UPDATE device SET incarnation = ?');
  const raiseEpoch = db.prepare('UPDATE device SET epoch = epoch + 1');
  const device = (): Device => {
    const row = get.get();
    if (row === undefined) throw new StoreError('store_damaged', 'no device row');
    return row;
  };
  return {
    device,
    setIncarnation: (incarnation: string): void => {
      setIncarnation.run(incarnation);
    },
    /** Returns the new epoch. */
    raiseEpoch: (): number => {
      raiseEpoch.run();
      return device().epoch;
    },
  };
};
export type DeviceRepository = ReturnType<typeof createDevice>;
