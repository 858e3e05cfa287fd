import { useState } from 'preact/hooks';
import type { EngineMove, Storage } from '../api';
import { exact } from '../format';
import { Dialog } from '../parts/dialog';

const SHIPPED = ['lsm', 'xodus', 'cowbtree', 'memory'];

/** The engines to choose from: those that come with Orbit and those that are open. */
function engines(storage: Storage): string[] {
  return [...new Set([...SHIPPED, ...storage.engines.map((engine) => engine.name)])];
}

function EngineSelect({ label, storage, value, onChoose }: { label: string; storage: Storage; value: string; onChoose: (engine: string) => void }) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {engines(storage).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

export interface Movable {
  database: string;
  schema: string;
  name: string;
  engine: string;
  whole: string;
}

export function MoveDialog({ table, storage, busy, onDo, onClose }: { table: Movable; storage: Storage; busy: boolean; onDo: (engine: string) => void; onClose: () => void }) {
  const [engine, setEngine] = useState(table.engine);
  const forgets = engine === 'memory';
  return (
    <Dialog title={`Move ${table.whole}`} onClose={onClose}>
      <p>It is copied, with its indexes, while it is read and written, and is in the other engine from one moment to the next. Until then nothing changes, and it can be stopped.</p>
      <EngineSelect label="Into the engine" storage={storage} value={engine} onChoose={setEngine} />
      {forgets ? <p class="message">The engine memory is empty after a restart, unless it keeps a snapshot file.</p> : null}
      <div class="actions">
        <button type="button" onClick={onClose} autofocus>
          Cancel
        </button>
        <button type="button" class="primary" disabled={busy || engine === table.engine} onClick={() => onDo(engine)}>
          Move it
        </button>
      </div>
    </Dialog>
  );
}

const LOOKS: Record<string, string> = { done: 'good', running: '', failed: 'warn', canceled: 'warn' };

export function Moves({ moves, onStop, onForget }: { moves: EngineMove[]; onStop: (move: EngineMove) => void; onForget: (move: EngineMove) => void }) {
  if (moves.length === 0) {
    return null;
  }
  return (
    <section class="card" aria-labelledby="moves">
      <h2 id="moves">Moves between engines</h2>
      <ul class="features">
        {[...moves].reverse().map((move) => {
          const name = `${move.database}.${move.schema}.${move.name}`;
          return (
            <li class="feature move" key={move.id}>
              <div class="feature-text">
                <p class="feature-name">
                  <strong>{name}</strong> into {move.engine} <span class={`badge ${LOOKS[move.state] ?? ''}`}>{move.state}</span>
                </p>
                <p class="hint">
                  {new Date(move.startedAt).toLocaleString()}: {exact(move.copied)} of {exact(move.total)} records
                </p>
                {move.problem ? <p class="message">{move.problem}</p> : null}
                {move.state === 'running' ? <progress max={Math.max(1, move.total)} value={move.copied} aria-label={`Progress of ${name}`} /> : null}
              </div>
              <div class="actions">
                {move.state === 'running' ? (
                  <button type="button" aria-label={`Stop the move of ${name}`} onClick={() => onStop(move)}>
                    Stop
                  </button>
                ) : (
                  <button type="button" aria-label={`Forget the move of ${name}`} onClick={() => onForget(move)}>
                    Forget
                  </button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Where the new tables of each database go. */
export function Defaults({ storage, busy, onChoose }: { storage: Storage; busy: boolean; onChoose: (database: string, engine: string) => void }) {
  return (
    <section class="card form" aria-labelledby="defaults">
      <h2 id="defaults">New tables</h2>
      {storage.databases.map((database) => (
        <fieldset key={database.name} disabled={busy}>
          <EngineSelect label={`Of ${database.name} go into`} storage={storage} value={database.engine} onChoose={(engine) => onChoose(database.name, engine)} />
        </fieldset>
      ))}
      <p class="hint">For sessions that begin from now on. Tables that are there stay where they are until they are moved.</p>
    </section>
  );
}
