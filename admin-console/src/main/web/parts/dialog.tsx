import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** The browser's own modal dialogue: it holds the focus and closes on Escape. */
export function Dialog({ title, onClose, wide = false, children }: { title: string; onClose: () => void; wide?: boolean; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  // Escape is answered at once: the browser tells of a dialogue it has closed only later, when the next one may be open.
  function cancel(event: Event) {
    event.preventDefault();
    onClose();
  }
  return (
    <dialog ref={element} class={wide ? 'wide' : ''} aria-labelledby="dialog-title" onCancel={cancel} onClose={() => element.current && onClose()}>
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}
