/** Where a message stands; told by its lane's watermark, so that no row is written per answer (sync.md finding 7). */
export type MessageState = 'waiting' | 'sent' | 'refused';

/** Watermarks of one lane in the present epoch. Sequence numbers count from 1. */
export type Lane = {
  nextSeq: number;
  /** Head office has stored everything up to here, refused messages included. */
  acked: number;
};

/**
 * State of a message by its place and the last place behind the watermark. What lies above waits, even if it was
 * refused once: head office may have lost it (a restored backup) and asks for it again.
 */
export const messageState = (acked: number, place: number, isRefused: boolean): MessageState =>
  place > acked ? 'waiting' : isRefused ? 'refused' : 'sent';

/**
 * The lane after head office said what it holds. The watermark may go back (head office was restored from an
 * older backup: sending starts again from there) but never past what was queued; that would hide messages that
 * were never sent, and gives null.
 */
export const acknowledge = (lane: Lane, acceptedThrough: number): Lane | null =>
  Number.isInteger(acceptedThrough) && acceptedThrough >= 0 && acceptedThrough < lane.nextSeq
    ? { ...lane, acked: acceptedThrough }
    : null;
