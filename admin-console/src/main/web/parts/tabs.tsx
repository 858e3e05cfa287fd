import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface Tab {
  id: string;
  name: string;
}

/** Tabs by the ARIA pattern: one stop of the Tab key, arrows between. */
export function Tabs({ label, tabs, chosen, onChoose, children }: { label: string; tabs: Tab[]; chosen: string; onChoose: (id: string) => void; children: ComponentChildren }) {
  const list = useRef<HTMLDivElement>(null);
  function move(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const at = tabs.findIndex((tab) => tab.id === chosen);
      const next = (at + step + tabs.length) % tabs.length;
      onChoose(tabs[next]!.id);
      (list.current!.children[next] as HTMLElement).focus();
    }
  }
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`tab-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls="tab-panel"
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`}>
        {children}
      </div>
    </div>
  );
}
