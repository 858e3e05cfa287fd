/** What was run and what was saved, to be taken into the editor again. */
import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog';
import { type Kept, ran, save, saved, unsave } from '../shelf';

function Entry({ kept, onTake, onRemove }: { kept: Kept; onTake: () => void; onRemove?: () => void }) {
  return (
    <li class="feature">
      <div class="feature-text">
        <p class="feature-name">
          {kept.name ? <strong>{kept.name}</strong> : <span class="hint">{new Date(kept.at).toLocaleString()}</span>} <span class="badge">{kept.language}</span>
        </p>
        <pre class="excerpt">{kept.text.length > 300 ? `${kept.text.slice(0, 300)}…` : kept.text}</pre>
      </div>
      <div class="actions">
        <button type="button" onClick={onTake} aria-label={`Take ${kept.name || kept.text.slice(0, 40)}`}>
          Take
        </button>
        {onRemove ? (
          <button type="button" onClick={onRemove} aria-label={`Remove ${kept.name}`}>
            Remove
          </button>
        ) : null}
      </div>
    </li>
  );
}

export function KeptDialog({ language, text, onTake, onClose }: { language: string; text: string; onTake: (kept: Kept) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [filter, setFilter] = useState('');
  const [own, setOwn] = useState(saved());
  const has = (one: Kept) => `${one.name} ${one.text}`.toLowerCase().includes(filter.trim().toLowerCase());
  return (
    <Dialog title="Saved and run before" wide onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          save(name.trim(), language, text);
          setOwn(saved());
          setName('');
        }}
      >
        <label>
          Save what is in the editor as
          <input required value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={text.trim() === ''}>
          Save
        </button>
        <label>
          Filter
          <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
      </form>
      <div class="kept" tabIndex={0} role="group" aria-label="Saved and run before">
        <h3>Saved in this browser</h3>
        {own.length === 0 ? <p class="hint">Nothing yet.</p> : null}
        <ul class="features">
          {own.filter(has).map((one) => (
            <Entry
              key={one.name}
              kept={one}
              onTake={() => onTake(one)}
              onRemove={() => {
                unsave(one.name);
                setOwn(saved());
              }}
            />
          ))}
        </ul>
        <h3>Run before</h3>
        <ul class="features">
          {ran()
            .filter(has)
            .map((one) => (
              <Entry key={one.at} kept={one} onTake={() => onTake(one)} />
            ))}
        </ul>
      </div>
      <div class="actions">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
