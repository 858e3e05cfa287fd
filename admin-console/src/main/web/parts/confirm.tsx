import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog';

/** Asks before what cannot be taken back. */
export function Confirm({ title, verb, busy, onDo, onClose, children }: { title: string; verb: string; busy: boolean; onDo: () => void; onClose: () => void; children: ComponentChildren }) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div class="actions">
        <button type="button" onClick={onClose} autofocus>
          Cancel
        </button>
        <button type="button" class="danger" disabled={busy} onClick={onDo}>
          {verb}
        </button>
      </div>
    </Dialog>
  );
}
