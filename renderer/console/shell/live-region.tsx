import { useAnnounceStore } from '../../lib/announce-store.ts';

/** Messages for screen readers: one polite region, and an assertive one for an incoming or lost call only. */
export const LiveRegion = () => {
  const last = useAnnounceStore((state) => state.last);
  // The same words twice must be read twice, hence the key.
  const words = last && <span key={last.id}>{last.text}</span>;
  const interrupts = last?.kind === 'alert';
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {interrupts ? null : words}
      </div>
      <div className="visually-hidden" role="alert" aria-live="assertive">
        {interrupts ? words : null}
      </div>
    </>
  );
};
